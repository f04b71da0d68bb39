"""Parameters that stand for the caller's own account where they are left out: Glue's ``CatalogId``."""

from __future__ import annotations

import re
from functools import lru_cache

from botocore.model import OperationModel

from harness.contract.sentences import Sentence, sentences_of

# "By default, the account ID", "If none is provided, the AWS account ID is used by default"
_ACCOUNT = r"(?:the|your)(?: [\w'-]+){0,4}? account\b"
_IS_ACCOUNT = re.compile(
    rf"\bby default,? {_ACCOUNT}|\bdefaults to {_ACCOUNT}|, {_ACCOUNT} ID is used\b"
    r"|(?<=, )the account ID is used by default|\b(?:by default, |defaults to )the account ID\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def account_params(operation: OperationModel) -> dict[str, Sentence]:
    """Return the parameters that are the caller's account by default, and the sentences that say so."""
    shape = operation.input_shape
    found = {}
    for name, member in shape.members.items() if shape is not None else ():
        if member.type_name == "string" and "account" in member.documentation:
            said = (one for one in sentences_of(member.documentation) if _IS_ACCOUNT.search(one.text))
            if (sentence := next(said, None)) is not None:
                found[name] = sentence
    return found
