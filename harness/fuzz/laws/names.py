"""The laws that there are: their names, and what each promises in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

LAWS: Mapping[str, str] = {
    "accepts-valid": "A request that keeps to the contract is accepted.",
    "refuses-invalid": "A request that breaks the contract is refused by an error that names the parameter.",
    "stated": "What documentation says is refused, is: a dry run, another owner.",
    "defaults": "Without a parameter, the answer is that of its documented default.",
    "conforms": "Every answer keeps to the contract: traits, echoes, order, lengths, and documented errors.",
    "head": "The answer to HEAD has no body.",
    "pages": "Every page keeps to the contract, and says of itself what is so.",
    "tokens-end": "Tokens come to an end, and none comes twice.",
    "last-page": "A token is returned where there is more, and only there.",
    "page-limit": "No page has more entries than the request allows.",
    "page-size": "The entries do not depend on the page size.",
    "resume": "Every token leads to the rest of the list.",
    "interleaved": "Paginations that run side by side do not disturb each other.",
    "paginator": "botocore's paginator gives the same list.",
    "tokens": "A token that was never returned is refused.",
    "token-bound": "A token is refused with other parameters.",
    "asked": "What comes back is what was asked for: by filters, prefixes, names and times.",
    "keys": "Keys are listed in order, from where it is asked for, and rolled up at the delimiter.",
}
"""Each law's sentence by its name; all of a law's counterexamples have that name (`Counterexample.law`)."""
