"""The documentation of botocore's models, which is HTML."""

from __future__ import annotations

import re

_TAG = re.compile(r"<[^>]+>")


def without_tags(documentation: str) -> str:
    """Return the text of documentation: what stands between its tags, as it stands there.

    Args:
        documentation: of a shape or an operation, as botocore has it.
    """
    return _TAG.sub("", documentation)
