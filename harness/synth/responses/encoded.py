"""Names that an answer has encoded as in URLs, where it says so: the keys of lists in S3."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote

from botocore.model import OperationModel

from harness.contract.paths.member import holders
from harness.contract.paths.spots import spots_of
from harness.synth.responses.answer import Answer

ENCODING = "EncodingType"
"""The member of an answer that says so; its documentation lists the names."""

_CODE = re.compile(r"<code>(.*?)</code>", re.DOTALL)


@lru_cache(maxsize=4096)
def encoded_paths(operation: OperationModel) -> tuple[str, ...]:
    """Return the paths of the members of an answer that are encoded where it says so; none in most services.

    Args:
        operation: the operation.
    """
    output = operation.output_shape
    stated = output.members.get(ENCODING) if output is not None else None
    if stated is None:
        return ()
    named = {word for text in _CODE.findall(stated.documentation) for word in re.findall(r"\w+", text)}
    spots = ((spot.path, spot.shape) for spot in spots_of(output))
    return tuple(
        path for path, shape in spots if path.rpartition(".")[2] in named and shape.type_name == "string"
    )


def with_encoded_names(operation: OperationModel, answer: Answer) -> Answer:
    """Encode the names in an answer that says that they are.

    Args:
        operation: the operation.
        answer: its answer, with names as they are.
    """
    if not isinstance(answer.response, Mapping) or answer.response.get(ENCODING) != "url":
        return answer
    response = copy.deepcopy(dict(answer.response))
    for path in encoded_paths(operation):
        for holder, name in holders(response, path):
            if isinstance(holder.get(name), str):
                holder[name] = quote(holder[name])
    return replace(answer, response=response)
