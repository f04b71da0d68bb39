r"""The regular expressions of service models, in one spelling that every engine runs alike.

Smithy's ``pattern`` trait is ECMA-262, unanchored. Services are mostly written in Java, and match a pattern
against the whole value (``matches`` of ``java.util.regex``); so a request has to match as a whole. Values in
responses are fine where a part of them matches, as nothing says that services check what they return, and
what a caller must not choose (``(?!aws:)``) may well come from AWS.

What ECMA-262 (``u`` flag) does not define is read as Java reads it. The spelling that comes out is plain
ECMA-262 again (but for possessive quantifiers), without anything that engines disagree on, and goes into the
``pattern`` keyword of a schema. Two engines run it: ``regex`` (the reference, here) and Rust's fancy-regex
(in jsonschema-rs).

A pattern is parsed once, into the tree of `patterns.tree`: from it come the spelling, texts that match
(`harness.synth.values.text`) and texts that barely do not (`patterns.near_misses`); by it two patterns are
compared (`patterns.inclusion`).

Where the two languages disagree:

- ``\d \w \s \b`` are ASCII, as in Java; ``\v`` is the vertical tab, as in ECMA-262.
- ``$`` is the end of the text only, as in ECMA-262: no line feed may follow.
- ``[`` inside a class opens a nested one, as in Java, where that one is closed too.
- A backreference to a group that has not matched fails, as in Java.

In both languages ``.`` leaves out what ends a line, but services differ: SageMaker's ``.*`` refuses a line
feed (sagemaker-python-sdk, issue 3295), while AppSync's ``^.*$`` takes resolver templates of many lines. The
looser reading is taken, so that no request is refused here that AWS accepts: ``.`` matches every character.
Texts that we make have no line end there.

A pattern that is no regular expression, or that no text at all can match (``$}``: text after the end; a UUID
of at most 32 characters), is not run; ``Pattern.reason`` says why.
"""

from harness.contract.patterns.pattern import TIMEOUT, Pattern, compile_pattern, matches, pattern_of

__all__ = [
    "TIMEOUT",
    "Pattern",
    "compile_pattern",
    "matches",
    "pattern_of",
]
