r"""The regular expressions of service models, in one spelling that every engine runs alike.

Smithy's ``pattern`` trait is ECMA-262, unanchored: a text matches when any part of it does. Many models
are written for ``java.util.regex`` all the same, so what ECMA-262 (``u`` flag) does not define is read as
Java reads it. The spelling that comes out is plain ECMA-262 again (but for possessive quantifiers), without
anything that engines disagree on, and goes into the ``pattern`` keyword of a schema. Two engines run it:
``regex`` (the reference, here) and Rust's fancy-regex (in jsonschema-rs).

Where the two languages disagree:

- ``\d \w \s \b`` are ASCII, as in Java; ``\v`` is the vertical tab, as in ECMA-262.
- ``.`` leaves out ``\n \r U+2028 U+2029``, and ``$`` is the end of the text only, as in ECMA-262.
- ``[`` inside a class opens a nested one, as in Java, where that one is closed too.
- A backreference to a group that has not matched fails, as in Java.

A pattern that is no regular expression, or that no text at all can match (``$}``: text after the end), is
not run; ``Pattern.reason`` says why.
"""

from harness.contract.patterns.pattern import TIMEOUT, Pattern, compile_pattern, matches

__all__ = ["TIMEOUT", "Pattern", "compile_pattern", "matches"]
