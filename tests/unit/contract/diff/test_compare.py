"""Each code of a change, told of a small service that changes so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from botocore.model import ServiceModel

from harness.contract.diff import CODES, Change, Level, Place, ServiceContract, diff_contracts
from harness.contract.diff.endpoints import EndpointRules

Json = dict[str, Any]


def service(shapes: Json | None = None, paginator: Json | None = None, **facts: Any) -> ServiceContract:
    """A service with one operation, ``Do``, whose input and output are the shapes of these names."""
    shapes = {"String": {"type": "string"}, **(shapes or {})}
    metadata = {
        "apiVersion": "2020-01-01",
        "protocol": "json",
        "serviceId": "Toy",
        **facts.pop("metadata", {}),
    }
    http = {"method": "POST", "requestUri": "/"}
    ends = {end: {"shape": end.title()} for end in ("input", "output") if end.title() in shapes}
    operations = {"Do": {"name": "Do", "http": http, **ends, **facts.pop("operation", {})}}
    operations |= facts.pop("operations", {})
    description = {"metadata": metadata, "operations": operations, "shapes": shapes}
    paginators = {"Do": paginator} if paginator else {}
    return ServiceContract(ServiceModel(description, service_name="toy"), paginators, **facts)


def structure(members: Json | None = None, **traits: Any) -> Json:
    return {"type": "structure", "members": members or {}, **traits}


STRING: Json = {"shape": "String"}
OTHER: Json = {"name": "Other", "http": {"method": "POST", "requestUri": "/"}}


def request(member: Json | None, place: Json | None = None, **traits: Any) -> ServiceContract:
    """A service whose request has a member ``A`` of a shape; None for none."""
    return _with("Input", member, place, traits)


def response(member: Json | None, place: Json | None = None, **traits: Any) -> ServiceContract:
    """A service whose response has a member ``A`` of a shape; None for none."""
    return _with("Output", member, place, traits)


def _with(end: str, member: Json | None, place: Json | None, traits: Json) -> ServiceContract:
    if member is None:
        return service({end: structure(**traits)})
    return service({end: structure({"A": {"shape": "Kind", **(place or {})}}, **traits), "Kind": member})


def failing(error: Json | None, *, known: bool = False, **traits: Any) -> ServiceContract:
    """A service whose operation has an error; None for none, which the service may know all the same."""
    shapes = {"Oops": structure(**(error or {}), exception=True)} if error is not None or known else {}
    errors = {"errors": [{"shape": "Oops", **traits}]} if error is not None else {}
    return service(shapes, operation=errors)


TEXT: Json = {"type": "string"}
LIST: Json = {"type": "list", "member": STRING}
NUMBER: Json = {"type": "integer"}
UNION = structure({"A": STRING, "B": STRING})
PAGES: Json = {"input_token": "A", "output_token": "A", "result_key": "B"}


WAITER: Json = {"operation": "Do", "delay": 5, "maxAttempts": 2, "acceptors": [{"state": "success"}]}


def reached(kinds: Sequence[str] = (), host: str = "toy.{Region}.aws", **parameters: Json) -> ServiceContract:
    """A service with endpoint rules: an error, and a tree around the endpoint, where they are asked for."""
    rules: Json = {"type": "endpoint", "conditions": [], "endpoint": {"url": f"https://{host}"}}
    if "tree" in kinds:
        rules = {"type": "tree", "conditions": [], "rules": [rules]}
    if "error" in kinds:
        rules = {"type": "error", "conditions": [], "error": "It is closed."}
    region = {"Region": {"type": "string", "builtIn": "AWS::Region"}}
    written = {"version": "1.0", "parameters": region | parameters, "rules": [rules]}
    return service(endpoints=EndpointRules(written, "toy"))


def documented(text: str) -> ServiceContract:
    return request(TEXT, {"documentation": f"<p>{text}</p>"})


SIDED: dict[str, tuple[Json, Json]] = {
    "type-changed": (TEXT, NUMBER),
    "enum-added": (TEXT, TEXT | {"enum": ["X"]}),
    "enum-removed": (TEXT | {"enum": ["X"]}, TEXT),
    "enum-value-added": (TEXT | {"enum": ["X"]}, TEXT | {"enum": ["X", "Y"]}),
    "enum-value-removed": (TEXT | {"enum": ["X", "Y"]}, TEXT | {"enum": ["X"]}),
    "min-added": (NUMBER, NUMBER | {"min": 1}),
    "min-removed": (TEXT | {"min": 2}, TEXT),
    "min-increased": (TEXT | {"min": 1, "pattern": "a+"}, TEXT | {"min": 2, "pattern": "a+"}),
    "min-decreased": (TEXT | {"min": 2}, TEXT | {"min": 1}),
    "max-added": (LIST, LIST | {"max": 2}),
    "max-removed": (LIST | {"max": 2}, LIST),
    "max-increased": (LIST | {"max": 2}, LIST | {"max": 3}),
    "max-decreased": (LIST | {"max": 3}, LIST | {"max": 2}),
    "pattern-added": (TEXT, TEXT | {"pattern": "a"}),
    "pattern-narrowed": (TEXT | {"pattern": "[ab]"}, TEXT | {"pattern": "b"}),
    "pattern-widened": (TEXT | {"pattern": "b"}, TEXT | {"pattern": "[ab]"}),
    "pattern-changed": (TEXT | {"pattern": r"(a|b)\1"}, TEXT | {"pattern": "aa"}),
    "pattern-removed": (TEXT | {"pattern": "a"}, TEXT),
    "null-accepted": (LIST, LIST | {"sparse": True}),
    "null-refused": (LIST | {"sparse": True}, LIST),
    "union-added": (UNION, UNION | {"union": True}),
    "union-removed": (UNION | {"union": True}, UNION),
}

CHANGES: dict[str, tuple[ServiceContract, ServiceContract]] = {
    "service-api-version-changed": (service(), service(metadata={"apiVersion": "2021-01-01"})),
    "service-protocol-changed": (service(), service(metadata={"protocol": "query"})),
    "service-wire-changed": (service(), service(metadata={"endpointPrefix": "toys"})),
    "operation-added": (service(), service(operations={"Other": OTHER})),
    "operation-removed": (service(operations={"Other": OTHER}), service()),
    "operation-http-changed": (service(), service(operation={"http": {"method": "GET", "requestUri": "/"}})),
    "operation-wire-changed": (service(), service(operation={"authtype": "none"})),
    "operation-deprecated": (service(), service(operation={"deprecated": True})),
    "operation-undeprecated": (service(operation={"deprecated": True}), service()),
    "operation-documentation-changed": (service(), service(operation={"documentation": "<p>Does.</p>"})),
    "paginator-added": (service(), service(paginator=PAGES)),
    "paginator-removed": (service(paginator=PAGES), service()),
    "paginator-changed": (service(paginator=PAGES), service(paginator=PAGES | {"result_key": "C"})),
    "paginator-key-added": (
        service(paginator=PAGES),
        service(paginator=PAGES | {"non_aggregate_keys": ["C"]}),
    ),
    "paginator-key-removed": (
        service(paginator=PAGES | {"non_aggregate_keys": ["C"]}),
        service(paginator=PAGES),
    ),
    "waiter-added": (service(waiters={}), service(waiters={"Done": WAITER})),
    "waiter-removed": (service(waiters={"Done": WAITER}), service(waiters={})),
    "waiter-changed": (
        service(waiters={"Done": WAITER}),
        service(waiters={"Done": WAITER | {"acceptors": [{"state": "failure"}]}}),
    ),
    "waiter-pace-changed": (
        service(waiters={"Done": WAITER}),
        service(waiters={"Done": WAITER | {"delay": 9}}),
    ),
    "endpoint-added": (reached(["error"]), reached()),
    "endpoint-removed": (reached(), reached(["error"])),
    "endpoint-changed": (reached(), reached(host="toys.{Region}.aws")),
    "endpoint-rules-changed": (reached(), reached(["tree"])),
    "error-added": (failing(None), failing({})),
    "error-removed": (failing({}), failing(None, known=True)),
    "exception-removed": (failing({}), failing(None)),
    "error-code-changed": (failing({}), failing({"error": {"code": "Oh"}})),
    "error-status-changed": (
        failing({"error": {"httpStatusCode": 400}}),
        failing({"error": {"httpStatusCode": 404}}),
    ),
    "error-retry-changed": (failing({}), failing({"retryable": {"throttling": True}})),
    "request-member-added": (request(None), request(TEXT)),
    "request-required-member-added": (request(None), request(TEXT, required=["A"])),
    "request-member-removed": (request(TEXT), request(None)),
    "request-member-became-required": (request(TEXT), request(TEXT, required=["A"])),
    "request-member-became-optional": (request(TEXT, required=["A"]), request(TEXT)),
    "request-wire-changed": (request(TEXT), request(TEXT, {"location": "header", "locationName": "x-a"})),
    "response-member-added": (response(None), response(TEXT, required=["A"])),
    "response-member-removed": (response(TEXT), response(None)),
    "response-member-became-required": (response(TEXT), response(TEXT, required=["A"])),
    "response-member-became-optional": (response(TEXT, required=["A"]), response(TEXT)),
    "response-wire-changed": (response(TEXT), response(TEXT | {"timestampFormat": "iso8601"})),
    "limit-restated": (request(TEXT | {"pattern": "a{3}"}), request(TEXT | {"pattern": "a{3}", "max": 3})),
    "number-width-changed": (request(NUMBER), request({"type": "long"})),
    "sensitive-added": (request(TEXT), request(TEXT, {"sensitive": True})),
    "sensitive-removed": (request(TEXT | {"sensitive": True}), request(TEXT)),
    "member-deprecated": (request(TEXT), request(TEXT, {"deprecated": True})),
    "member-undeprecated": (request(TEXT | {"deprecated": True}), request(TEXT)),
    "documentation-changed": (request(TEXT), documented("Any text.")),
    "request-rule-added": (documented("Some."), documented("Valid values are 60, 300, and 3600.")),
    "request-rule-removed": (documented("Valid values are 60, 300, and 3600."), documented("Some.")),
    "request-rule-changed": (
        documented("Valid values are 60, 300, and 3600."),
        documented("Valid values are 60, 120, and 3600."),
    ),
    "request-rule-tightened": (
        documented("Valid values are 60, 300, and 3600."),
        documented("Valid values are 60 and 3600."),
    ),
    "request-rule-loosened": (
        documented("Valid values are 60 and 3600."),
        documented("Valid values are 60, 300, and 3600."),
    ),
    "request-default-added": (documented("Some."), documented("The default value is 3600.")),
    "request-default-removed": (documented("The default value is 3600."), documented("Some.")),
    "request-default-changed": (
        documented("The default value is 3600."),
        documented("The default value is 60."),
    ),
}


def codes(old: ServiceContract, new: ServiceContract) -> set[str]:
    return {change.code for change in diff_contracts(old, new)}


def only(old: ServiceContract, new: ServiceContract) -> Change:
    (change,) = diff_contracts(old, new)
    return change


@pytest.mark.parametrize("code", CHANGES)
def test_each_code(code: str) -> None:
    assert code in codes(*CHANGES[code])
    others = codes(*CHANGES[code]) - {code}
    assert others <= {"documentation-changed"}  # of which rules are read


@pytest.mark.parametrize("what", SIDED)
@pytest.mark.parametrize("side", ["request", "response"])
def test_each_code_of_both_sides(side: str, what: str) -> None:
    end = request if side == "request" else response
    old, new = SIDED[what]
    change = only(end(old), end(new))
    assert change.code == f"{side}-{what}"
    assert change.places == (Place("Do", f"/{side}/A"),)


def test_the_tables_have_every_code() -> None:
    of_responses_alone = {"response-rule-added", "response-rule-removed", "response-rule-changed"}
    of_documents = {"service-added", "service-removed"}
    sided = {f"{side}-{what}" for side in ("request", "response") for what in SIDED}
    assert CHANGES.keys() | sided | of_responses_alone | of_documents == CODES.keys()


LENGTHS = "The number of values is equal to the number of timestamps."
SOME = "The values."


def metric(text: str) -> ServiceContract:
    members = {"Values": {"shape": "Strings", "documentation": text}, "Timestamps": {"shape": "Strings"}}
    return service({"Output": structure(members), "Strings": LIST})


@pytest.mark.parametrize(
    ("old", "new", "code"), [(SOME, LENGTHS, "response-rule-added"), (LENGTHS, SOME, "response-rule-removed")]
)
def test_rules_on_responses(old: str, new: str, code: str) -> None:
    found = {change.code: change for change in diff_contracts(metric(old), metric(new))}
    assert found.keys() == {"documentation-changed", code}
    assert found[code].places == (Place("Do", "/response/Values"),)


def test_a_rule_on_responses_that_changed() -> None:
    def kept(days: int) -> ServiceContract:
        text = f"Data points with a period of 60 seconds are available for {days} days."
        members = {"Timestamps": {"shape": "Times"}}
        shapes = {"Times": {"type": "list", "member": {"shape": "Time"}}, "Time": {"type": "timestamp"}}
        asked = structure({"Period": {"shape": "Number"}})
        shapes |= {"Input": asked, "Output": structure(members), "Number": NUMBER}
        return service(shapes, operation={"documentation": text})

    assert codes(kept(15), kept(20)) == {"operation-documentation-changed", "response-rule-changed"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (request(TEXT), request(NUMBER), "toy Kind: its type went from string to integer."),
        (
            request(TEXT | {"max": 3}),
            request(TEXT),
            "toy Kind: its greatest length went from 3 to none.",
        ),
        (request(None), request(TEXT, required=["A"]), "toy Input.A: was added, and is required (string)."),
        (request(TEXT | {"enum": ["X"]}), request(TEXT | {"enum": []}), 'toy Kind: is no longer "X".'),
        (
            service(paginator=PAGES),
            service(paginator=PAGES | {"result_key": ["B", "C"]}),
            'toy Do: its paginator\'s result_key went from "B" to ["B", "C"].',
        ),
        (
            service(),
            service(metadata={"signingName": "toys"}),
            'toy: its signingName went from nothing to "toys".',
        ),
    ],
)
def test_messages(old: ServiceContract, new: ServiceContract, message: str) -> None:
    assert only(old, new).message == message


def test_a_long_list_of_values_is_cut_in_the_message_alone() -> None:
    values = [f"V{number}" for number in range(9)]
    change = only(request(TEXT | {"enum": []}), request(TEXT | {"enum": values}))
    assert change.text == 'may also be "V0", "V1", "V2", "V3", "V4", "V5" and 3 more'
    assert change.new == values


def test_a_shared_shape_is_told_once_with_all_its_operations() -> None:
    def both(most: int) -> ServiceContract:
        other = OTHER | {"input": {"shape": "Input"}, "output": {"shape": "Output"}}
        shapes = {
            "Input": structure({"In": {"shape": "List"}}),
            "Output": structure({"Map": {"shape": "Map"}}),
            "List": {"type": "list", "member": {"shape": "Name"}},
            "Map": {"type": "map", "key": STRING, "value": {"shape": "Name"}},
            "Name": TEXT | {"max": most},
        }
        return service(shapes, operations={"Other": other})

    asked, answered = diff_contracts(both(9), both(5))
    assert asked.code == "request-max-decreased"
    assert asked.places == (Place("Do", "/request/In/*"), Place("Other", "/request/In/*"))
    assert answered.code == "response-max-decreased"
    assert answered.operations == ("Do", "Other")
    assert {place.pointer for place in answered.places} == {"/response/Map/*"}


def test_a_recursive_shape_is_walked_once() -> None:
    def tree(most: int) -> ServiceContract:
        filters = structure({"And": {"shape": "Filters"}, "Name": {"shape": "Name"}})
        shapes = {"Filters": {"type": "list", "member": {"shape": "Filter"}}, "Filter": filters}
        return service(
            {"Input": structure({"F": {"shape": "Filter"}}), "Name": TEXT | {"max": most}} | shapes
        )

    assert only(tree(9), tree(5)).places == (Place("Do", "/request/F/Name"),)


def test_a_member_that_refers_to_another_shape_changes_in_its_place() -> None:
    def referring(shape: str) -> ServiceContract:
        members = {"A": {"shape": shape}, "B": {"shape": "Wide"}}
        return service({"Input": structure(members), "Wide": TEXT, "Narrow": TEXT | {"max": 5}})

    change = only(referring("Wide"), referring("Narrow"))
    assert (change.code, change.subject) == ("request-max-added", "Input.A")


def test_an_endpoint_is_told_with_its_input() -> None:
    change = only(reached(), reached(host="toy-{Region}.aws"))
    first = "from https://toy.us-east-1.aws to https://toy-us-east-1.aws for us-east-1; from "
    assert change.text.startswith(f"its endpoint changed: {first}")
    assert change.new["us-east-1 UseFIPS"] == "https://toy-us-east-1.aws"
    assert change.places == ()


def test_an_endpoint_by_a_parameter_that_is_new() -> None:
    change = only(reached(), reached(host="{Kind}.{Region}.aws", Kind={"type": "string", "default": "toy"}))
    assert change.old == {"us-east-1 Kind=example": "https://toy.us-east-1.aws"}
    assert change.new == {"us-east-1 Kind=example": "https://example.us-east-1.aws"}


def test_a_parameter_that_operations_give_is_no_change_of_the_endpoint() -> None:
    needed = reached(Kind={"type": "string", "required": True})
    assert codes(reached(), needed) == {"endpoint-rules-changed"}


def test_what_makes_no_difference_to_waiters_and_endpoints() -> None:
    told = service(waiters={"Done": WAITER | {"description": "Waits."}})
    assert codes(service(waiters={"Done": WAITER}), told) == set()
    assert codes(service(), told) == set()  # the first document tells of no waiters
    assert codes(service(), reached()) == set()
    assert codes(reached(), reached()) == set()


def test_by_which_answers_a_waiter_ends() -> None:
    found = [{"state": "retry"}, {"state": "success"}]
    old, new = ({"Done": WAITER | {"acceptors": acceptors}} for acceptors in (found, found[::-1]))
    text = only(service(waiters=old), service(waiters=new)).text
    assert text == "its waiter Done: tries its conditions in another order"
    text = only(service(waiters={"Done": WAITER}), service(waiters=old)).text
    assert text == 'its waiter Done: now {"state": "retry"}'


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ({"pattern": "a*"}, {"pattern": "a+"}, "narrowed", '; "" is now refused'),
        ({"pattern": "a*", "min": 1}, {"pattern": "a*|b", "min": 1}, "widened", '; "b" is now allowed'),
        (
            {"pattern": "[ab]+", "min": 3},
            {"pattern": "[bc]+", "min": 3},
            "narrowed",
            '; "aaa" is now refused; "bbc" is now allowed',
        ),
        (
            {"pattern": "arn:aws:s3:::.+"},
            {"pattern": "arn:aws(-cn)?:s3:::.+"},
            "widened",
            '; "arn:aws-cn:s3:::a" is now allowed',
        ),
        ({"pattern": "(a|b){0,9}"}, {"pattern": "(a|b){0,8}"}, "narrowed", '; "aaaaaaaaa" is now refused'),
        ({"pattern": r"(a|b)\1"}, {"pattern": "aa"}, "changed", ""),
    ],
)
def test_a_pattern_that_changed_shows_an_example(old: Json, new: Json, code: str, words: str) -> None:
    change = only(request(TEXT | old), request(TEXT | new))
    assert change.code == f"request-pattern-{code}"
    assert change.text == f"must match {new['pattern']}, and had to match {old['pattern']}{words}"


def test_a_pattern_of_answers_that_moved_may_show_readers_what_is_new() -> None:
    change = only(response(TEXT | {"pattern": "a=b"}), response(TEXT | {"pattern": "a:b"}))
    assert change.code == "response-pattern-changed"
    assert change.text.endswith('; "a=b" is now refused; "a:b" is now allowed')


@pytest.mark.parametrize(
    ("old", "limit", "is_restated"),
    [
        ({"pattern": "[a-z]{1,9}"}, {"min": 1}, True),
        ({"pattern": "[a-z]{1,9}"}, {"min": 2}, False),
        ({"pattern": "[a-z]{1,9}"}, {"max": 9}, True),
        ({"pattern": "[a-z]{1,9}", "max": 12}, {"max": 10}, True),
        ({"pattern": "[a-z]{1,9}", "max": 12}, {"max": 8}, False),
        ({"pattern": r"(a|b)\1"}, {"max": 2}, False),
        ({"enum": ["on", "off"]}, {"min": 2}, True),
        ({"enum": ["on", "off"]}, {"max": 2}, False),
        ({}, {"min": 1}, False),
    ],
)
def test_a_limit_that_the_pattern_or_the_values_had(old: Json, limit: Json, is_restated: bool) -> None:
    change = only(request(TEXT | old), request(TEXT | old | limit))
    assert (change.code == "limit-restated") is is_restated


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ({"max": 3}, "request-max-added"),
        ({"enum": ["X"]}, "request-enum-added"),
        ({"pattern": "a"}, "request-pattern-added"),
        ({"sensitive": True}, "sensitive-added"),
    ],
)
def test_what_a_place_says_of_its_values_is_of_the_place(own: Json, code: str) -> None:
    change = only(request(TEXT), request(TEXT, own))
    assert (change.code, change.subject) == (code, "Input.A")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (request(TEXT), request(TEXT | {"min": 0})),
        (request(TEXT), request(TEXT, {"locationName": "A"})),
        (request(TEXT, {"box": True}), request(TEXT)),
        (request(None), request(TEXT, {"idempotencyToken": True}, required=["A"])),
        (failing({}), failing({"error": {"httpStatusCode": 400}})),
        (service(), service(metadata={"auth": ["aws.auth#sigv4"]})),
        (service(), service(metadata={"xmlNamespace": "urn:toy"})),
        (service(operation={"authtype": "none"}), service(operation={"auth": ["smithy.api#noAuth"]})),
        (service(operation={"authtype": "v4-unsigned-body"}), service(operation={"unsignedPayload": True})),
        (request(TEXT, {"pattern": "a"}), request(TEXT | {"pattern": "a"})),
        (request(TEXT | {"pattern": "a|b"}), request(TEXT | {"pattern": "^(?:a|b)$"})),
        (request(TEXT | {"pattern": "^a+$"}), request(TEXT | {"pattern": "a+"})),
        (response(TEXT | {"pattern": "a+"}), response(TEXT | {"pattern": "^a+"})),
        (request(TEXT | {"pattern": "[ab]c"}), request(TEXT | {"pattern": "ac|bc"})),
        (request(TEXT | {"pattern": r"^(a|b)\1$"}), request(TEXT | {"pattern": r"(a|b)\1"})),  # is not run
        (request(TEXT | {"pattern": r"\w", "max": 9}), request(TEXT | {"pattern": "[a-zA-Z0-9_]", "max": 9})),
        (
            service(operation={"httpChecksum": {"responseAlgorithms": ["CRC32"]}}),
            service(operation={"httpChecksum": {"responseAlgorithms": ["CRC32", "SHA1"]}}),
        ),
        (
            service(metadata={"endpointPrefix": "toy"}),
            service(metadata={"endpointPrefix": "toy", "signingName": "toy"}),
        ),
        (service(paginator=PAGES), service(paginator=PAGES | {"result_key": ["B"]})),
        (service(), service({"Unused": TEXT})),
    ],
)
def test_what_makes_no_difference(old: ServiceContract, new: ServiceContract) -> None:
    assert codes(old, new) <= {"request-member-added"}


def test_a_service_that_keeps_the_codes_of_its_former_protocol() -> None:
    old, new = failing({"error": {"code": "Toy.Oops"}}), failing({})
    new.model.metadata["awsQueryCompatible"] = {}
    assert diff_contracts(old, new) == ()


def test_names_of_labels_are_not_sent() -> None:
    def at(label: str) -> ServiceContract:
        http = {"method": "GET", "requestUri": f"/2020-01-01/{{{label}+}}"}
        place = {"shape": "String", "location": "uri", "locationName": label}
        return service({"Input": structure({"Name": place})}, operation={"http": http})

    assert diff_contracts(at("name"), at("Name")) == ()


def test_rules_on_new_members_are_theirs() -> None:
    assert codes(request(None), documented("Valid values are 60 and 300.")) == {"request-member-added"}


@pytest.mark.parametrize(("old", "new"), [(True, False), (False, True)])
def test_where_one_document_is_not_whole_its_operations_are_compared(old: bool, new: bool) -> None:
    left = service(operations={"Other": OTHER}, whole=old)
    right = service(operations={"Third": OTHER | {"name": "Third"}}, whole=new)
    assert codes(left, right) == {"operation-removed" if new else "operation-added"}


def test_what_a_document_is_silent_on_is_not_compared() -> None:
    old = request(TEXT | {"max": 9, "pattern": "a", "sensitive": True})
    new = service(
        {"Input": structure({"A": {"shape": "String"}}, required=["A"])},
        silent=frozenset(("bounds", "patterns", "sensitive", "request-required")),
    )
    assert diff_contracts(old, new) == ()


def test_the_operations_to_compare_can_be_chosen() -> None:
    assert diff_contracts(request(TEXT), request(NUMBER), lambda name: name != "Do") == ()


def test_the_most_severe_come_first() -> None:
    old = service({"Input": structure({"A": STRING})})
    new = service({"Input": structure({"B": STRING})}, metadata={"globalEndpoint": "b"})
    levels = [change.level for change in diff_contracts(old, new)]
    assert levels == [Level.ERROR, Level.WARNING, Level.NOTE]
