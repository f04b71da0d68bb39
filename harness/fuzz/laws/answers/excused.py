"""What breaks the contract in an answer and is no fault: there is nothing to say, or another law says it."""

from __future__ import annotations

from harness.contract.paths.pointer import value_at
from harness.contract.paths.shape import is_required
from harness.contract.schema import find_error
from harness.contract.violation import Violation
from harness.fuzz.laws.caller import Call, Caller
from harness.models.paginators import Pagination, find_pagination
from harness.wire.protocol import protocol_named


def is_excused(caller: Caller, call: Call, violation: Violation, path: str) -> bool:
    """Tell whether a violation of an answer is no fault.

    Args:
        caller: what made the call.
        call: the call and its answer.
        violation: what it breaks.
        path: where that stands, as a member path.
    """
    pagination = find_pagination(caller.contract.operation_model)
    match violation.code:
        case "page-limit":
            return pagination is not None and _has_pages_of(pagination, path)
        case "unknown-member":
            return _tells_more(caller, call)
    held = value_at(call.response, violation.pointer)
    is_list_of_all = "." not in path or (pagination is not None and path in pagination.results)
    if violation.code == "size" and is_list_of_all and held == []:
        return True  # there is nothing to list, whatever the least is that requests must send
    is_token = pagination is not None and path in pagination.output_tokens
    # The last page has no token to give, which the model requires.
    return is_token and is_required(caller.contract.operation_model.output_shape, path) and held == ""


def _has_pages_of(pagination: Pagination, path: str) -> bool:
    """Tell whether the law of page limits looks at a list."""
    has_law = pagination.limit is not None and not leads_on_from_an_entry(pagination)
    return has_law and path == pagination.results[0]


def leads_on_from_an_entry(pagination: Pagination) -> bool:
    """Tell whether there is no token, as the last entry leads on (Kinesis's ``DescribeStream``)."""
    return not set(pagination.output_tokens).isdisjoint(pagination.results)


def _tells_more(caller: Caller, call: Call) -> bool:
    """Tell whether an error in XML has a member where the model has none, not even those of all errors.

    S3's ``NoSuchBucket`` says which one, and its model nothing.
    """
    shape = None if call.error is None else find_error(caller.contract.operation_model, call.error.code)
    is_xml = protocol_named(call.protocol).response_form == "xml"
    return shape is not None and not shape.members and is_xml
