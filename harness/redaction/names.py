"""Tell by names that users give (keys of documents, of maps, of settings) that what they name is a secret.

A name of a user's says less than a member of a model, so what it names is looked at too: `password = ?`,
`TOKEN=${TOKEN}` and `"password": true` hold no secret.
"""

from __future__ import annotations

import base64
import re
from functools import lru_cache

from harness.message.place import WRAPPED
from harness.redaction.hints import hint_of

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BETWEEN = re.compile(r"[^a-z0-9]+")

_SAFE = re.compile(
    r"x_amz_(?!(signature|security_token|s3session_token)\Z).*|"
    r"(.*_)?(next|prev|previous|page|paging|pagination|continuation|continue|client|client_request|request|"
    r"idempotency|sync|change|cursor|marker|start|starting|sequence|shard|iterator|stream|task|lock|cancellation|"
    r"resume|resumption|max|min|prompt|completion|total|num|input|output|cached|reasoning|stop|special|eos|bos|"
    r"pad|unk|list|device|push|transaction|batch|http)_?tokens?|"
    r"(.*_)?(public|publishable|partition|sort|hash|range|foreign)_?(tokens?|keys?)|"
    r"(forgot|forgotten|reset|wrong|invalid|bad|show|hide|enter|requires?|required|generate|rotate|has|is|use|no|"
    r"label|error|message|title|missing|confirm_reset|change)_?(tokens?|keys?|"
    r"passwords?|secrets?|credentials?)"
)
"""Names that end like a secret's and hold none: tokens of pages and idempotency, counts, texts of forms."""

_STRONG = re.compile(
    r".*(password|passwd|passwort|passphrase|passcode|contrasena|senha|mot_de_passe)s?"
    r"(_?(confirmation|confirm|repeat|again|hash|hashed|encrypted|plain|plaintext|value|base64|b64|\d{1,2}))?|"
    r"(.*_)?(pwd|pw|pin_code|cvv|cvc)(_?\d{1,2})?|"
    r"(.*_)?(root|db|database|user|smtp|mail|admin|become|ssh|sudo|login|ftp|redis|mysql|pg|postgres|ldap|key|"
    r"keystore|store|proxy|vault|http|basic_auth|imap|wifi)_?pass(_?\d{1,2})?|"
    r".*api_?(keys?|secret)(_?(value|secret|\d{1,2}))?|.*secret_?(access_?)?keys?|.*access_?key_?secret|"
    r".*secret_access_key|.*client_?secret|.*private_?key(_?(data|pem|base64))?|"
    r".*(access|auth|authorization|authentication|refresh|session|bearer|security|id|api|oauth2?|bot|personal_access)"
    r"_?tokens?(_?(secret|value))?|"
    r".*(encryption|signing|shared_access|pre_?shared|account|master|hmac)_?key(_?(base|\d{1,2}))?|"
    r".*(auth|signing|shared|app|application|consumer|webhook|session|cookie|jwt|hmac|otp|totp|mfa|token|api|oauth2?"
    r"|access|user|db|account|service|root|bot)_?secrets?(_?(key|base|value|\d{1,2}))?|"
    r"secret_?(string|binary|code)|password_?data|user_?data"
)
"""Names whose text is a secret whatever it looks like."""

_DRAWN = re.compile(r"(.*_)?random_(tokens?|keys?|passwords?|secrets?)")
"""Names of what is drawn at random, which are names of functions and resources too."""

_WEAK = re.compile(
    r"(.*_)?(tokens?|secrets?|pass|passes|credentials?|creds?|bearer|jwt|pat|auth|authorization|sid|session_?id|"
    r"sessionid|session|cookie|cookies|set_cookie|sig|signature|sas|otp|psk|seed|mnemonic|dsn_secret|salt|webhook_key|"
    r"secret_key_base|apikeys?|no_echo)(_?(value|plain|base64|b64|data|\d{1,2}))?|"
    r".*(tokens?|secrets?)|"
    r"(.*_)?(app|application|storage|license|licence|subscription|auth|shared|service|admin|deploy|deployment|"
    r"functions?|primary|secondary|write|ingest|ingestion|ssh|rsa|aes|crypto|crypt|cipher|session|root|"
    r"instrumentation|activation|registration|integration|access|integrity|webhook|nwk|wep|wpa|totp|symmetric)"
    r"_?key(_?\d)?"
)
"""Names whose text is a secret if it looks drawn at random."""

_USER = re.compile(r"(.*_)?(user(_?(name|id))?|(login|account|principal)_?(name|id))(_for_[a-z_]+)?")
"""Names of users and accounts: `USERNAME`, `masterUserName`, `USER_ID_FOR_SRP`."""

_SAID_NOTHING = re.compile(
    r"\$\{?[A-Za-z_][\w.:-]*\}?|\$\$?\{[^{}]*\}|\$\{\{.*\}\}|\$\(.*\)?|\$\$?\.[\w.\[\]]+|%\(?\w*\)?[sd]|%\w+%|"
    r"\{\{.*\}\}?|\{\w*\}|<[^<>]*>?|\[[^\[\]]*\]?|:\w+|@\w+|@[\w.]+@|\?+|!(Ref|Sub|GetAtt|ImportValue|If|Join)\b.*|\*\w+|"
    r"[*•●xX.#?_~-]+|\d{1,3}|(?i:arn:aws[\w-]*:.*)|https?://[^\s:@]*|\w+://\S+"
    r"|(?:%01|\x01)\d+(?:%02|\x02)"  # the marks of `harness.record.web`
    r"|REDACTED.*|.*EXAMPLE(KEY)?|dXNlcjpwYXNz(d29yZA==)?|\d{4}-\d\d-\d\d[T ].*"
    r"|(?i:none|null|nil|undefined|true|false|yes|no|on|off|required|optional|forbidden|unknown|empty|unset|n/?a|"
    r"masked|redacted|hidden|secret|password|passwd|passphrase|token|api_?key|credentials?|key|value|text|string|str|"
    r"int|integer|bool|boolean|object|bytes|any|varchar|char|binary|todo|tbd|eof|bearer|basic|header|cookie|"
    r"(your|my|the|an?|some|change|changed?_?me|enter|insert|example|sample|dummy|placeholder|fake|test)"
    r"([-_ ]?(me|here|your|my|the|api|auth|access|client|db|secret|password|passwd|token|key|value|pass|"
    r"string))*)",
    re.DOTALL,
)
"""Texts that are no secrets, though they stand where one could be: variables, blanks, masks, types, ARNs."""

_MASK = re.compile(
    r"|[*•●xX.#?_~-]{3,}|<[^<>]*>|(?i:none|null|nil|undefined|true|false|eof|redacted|masked|hidden)",
    re.DOTALL,
)
"""What stands where a secret is left out."""

_SENTENCE = re.compile(
    r"(?i)(must|should|cannot|can't|may not|is|has|please|the|your|too|at least|invalid|required|does|do not)"
    r"( [\w',.;:()-]+){2,}"
)
"""What is said of a secret: ``must have at least 8 characters``."""

_CODE = re.compile(
    r"[A-Za-z_]\w*(\.[A-Za-z_]\w*|\[[^\]]*\]?|\([^)]*\)?)*(\.[A-Za-z_]\w*|\[[^\]]*\]?|\([^)]*\)?)|[a-z]+(_[a-z]+)+|[a-z]+"
)
_WORDS = re.compile(r"(?i).*\b(pass(word|phrase|code)?|token|secret|key|credentials?)s?\b.*")
_PATH = re.compile(
    r"(?:~|\.{1,2})?(?:/(?:[a-z][\w.-]{0,30}|[\w.-]{1,12})?)+/?|[A-Z]:\\[\w\\. -]*|"
    r"[\w-]+(/[\w-]+)*\.(pem|key|json|txt|ya?ml|env|crt)|"
    r"(?:[a-z]{2,}(?:[-_.][a-z]{2,})*+|\d{1,12})(?:/(?:[a-z]{2,}(?:[-_.][a-z]{2,})*+|[*v]?\d{1,12}|\*)){2,}"
)
_PLAIN = re.compile(r"[A-Z]?[a-z]*(?:[-_. /:][A-Z]?[a-z]+)*[-_.]?\d{0,2}|[A-Z]+(?:[-_ ][A-Z]+)*")
_NAME = re.compile(
    r"(?:[A-Za-z][a-z]{0,19}|[A-Z]{2,20})(?:[-_](?:[A-Z][a-z]{1,19}|[a-z]{1,20}|[A-Z]{2,20}|\d{1,3}))*"
)
"""A word, or several as the name of a placeholder: ``test_session_token``, ``DUMMY``."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d{1,4}")
_MARKS = ".,;:!?…。()[]'’\"-–/"
_LONGEST_WORD = 30
_FEWEST_WORDS = 3
_SPACE = re.compile(r"\s")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[A-Za-z]")
_MARK = re.compile(r"[!$%^*#~?]|(?=.*[A-Z])(?=.*[a-z])(?!.*[./:])")
_RUNS = re.compile(r"[A-Za-z0-9]{12,}")
_SHORTEST = 4
_SHORTEST_RANDOM = 8
_SHORTEST_WITH_SCHEME = 20
_LONGEST_NAME = 100
_SHORTEST_DRAWN = 12
_DRAWN_LETTERS = re.compile("(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])", re.DOTALL)


_SCHEME = re.compile(r"[A-Za-z]{2,20}(?:[-_][A-Za-z0-9]{1,12})*[ ]+(?=\S)")
_AWS = re.compile(r"AWS4-\S+ ")
_IN_AWS = re.compile(r"(?<=Credential=)[^/,\s]+|(?<=Signature=)[^/,\s]+")


def is_authorization(name: str) -> bool:
    """Tell whether a name is that of the header ``Authorization`` or of one made after it."""
    return normal(name).endswith("authorization")


def authorized(value: str) -> list[tuple[int, int]]:
    """Return where the credentials are in the value of a header ``Authorization``.

    They are all that follows the scheme, the first word, whatever it is. Of AWS's own scheme the algorithm,
    the signed headers and the scope stay (date, region and service, by which a recording of another tool is
    identified).
    """
    if _AWS.match(value):
        return [found.span() for found in _IN_AWS.finditer(value)]
    scheme = _SCHEME.match(value)
    return [(scheme.end() if scheme is not None else 0, len(value))]


_SAYS_NOTHING = WRAPPED | {"key", "text", "data", "string"}
"""What a secret is called where a document is written flat: ``"Item.password.S"``."""

_SEPARATED = "[^a-z0-9]*"


@lru_cache(maxsize=1)
def hint_of_names() -> str:
    """Return an expression for `hints.has` of what a text has in which a name stands that tells a secret.

    It is made of the expressions that tell (`strength`): what stands between words replaces ``_``, and the
    end of the name follows.
    """
    names = "|".join(each.pattern for each in (_STRONG, _WEAK, _DRAWN))
    spelled = names.replace("_?", "_").replace("_", _SEPARATED)
    flat = "|".join(sorted(_SAYS_NOTHING))
    return hint_of(rf"(?i)(?:{spelled})(?:[_.-]*\.(?:{flat}))*[_.-]*[^A-Za-z0-9_.-]")


LABELS = frozenset(
    [
        "name",
        "key",
        "parameterkey",
        "parametername",
        "optionname",
        "outputkey",
        "field",
        "header",
        "variable",
        "envvar",
        "attributename",
        "property",
        "variablename",
        "settingname",
        "headername",
        "keyname",
    ]
)
"""What names a value next to it, without marks: ``{"Name": "DB_PASSWORD", "Value": ...}``."""


def normal(name: str) -> str:
    """Return a name in small letters with ``_`` between its words: ``dbPassword`` is ``db_password``."""
    return _BETWEEN.sub("_", _CAMEL.sub("_", name).lower()).strip("_")


@lru_cache(maxsize=8192)
def strength(name: str) -> int:
    """Tell how surely a name names a secret: 2 for surely, 1 if its text has to look like one, 0 for none."""
    words = normal(name)
    if not words or len(words) > _LONGEST_NAME or _SAFE.fullmatch(words):
        return 0
    if _DRAWN.fullmatch(words):
        return 1
    named, _, last = name.rpartition(".")
    if named and last in _SAYS_NOTHING:  # a document written flat: "Item.password.S"
        return strength(named)
    return 2 if _STRONG.fullmatch(words) else 1 if _WEAK.fullmatch(words) else 0


@lru_cache(maxsize=8192)
def names_user(name: str) -> bool:
    """Tell whether a name names a user or an account, by a name or an id, which is data and no secret."""
    return _USER.fullmatch(normal(name)) is not None


def is_secret(name: str, value: str, *, bare: bool = False) -> bool:
    """Tell whether a text is a secret by the name it has.

    Args:
        name: the name, in any spelling.
        value: the text.
        bare: whether it stands without quotes in a text that may be a program or a sentence.
    """
    sure = strength(name)
    value = value.strip()
    if sure and is_authorization(name):
        return any(may_be_credential(value[start:stop]) for start, stop in authorized(value))
    if not sure or len(value) < _SHORTEST or _SAID_NOTHING.fullmatch(value) or _PATH.fullmatch(value):
        return False
    if (
        _SENTENCE.fullmatch(value)
        or _is_sentence(value)
        or (len(value) <= _LONGEST_NAME and normal(value) == normal(name))
        or (bare and _CODE.fullmatch(value))
    ):
        return False
    if sure == 1:
        return is_random(value)
    return not (" " in value and _WORDS.fullmatch(value)) if not bare else True


def may_be_credential(value: str) -> bool:
    """Tell whether a text may be what a service has issued: no word, sentence, mask or placeholder's name."""
    return not _SAID_NOTHING.fullmatch(value) and not all(
        _SAID_NOTHING.fullmatch(word) or _NAME.fullmatch(word.strip(_MARKS)) for word in value.split()
    )


def is_said(value: str) -> bool:
    """Tell whether a text is one that people read: a word, or words that begin with a capital.

    Somebody may have chosen such a password. In an answer it is a label or a message: ``"Passwort"``.
    """
    words = _words(value)
    return bool(words) and (value[0].isupper() or len(words) == 1) and all(map(_is_word, words))


def _is_sentence(value: str) -> bool:
    """Tell whether a text is a sentence, as no password is: ``This field is required.`` is one."""
    ends = value.endswith((".", "?", "…", "。"))
    words = _words(value)
    return ends and len(words) >= _FEWEST_WORDS and is_said(value) and any(map(str.islower, words[1:]))


def _words(value: str) -> list[str]:
    return [word for each in value.split() if (word := each.strip(_MARKS))]


def _is_word(text: str) -> bool:
    spelled = text in (text.lower(), text.upper(), text.capitalize())
    return spelled and len(text) <= _LONGEST_WORD and _WORD.fullmatch(text) is not None


def says_nothing(name: str, value: str) -> bool:
    """Tell whether a text says that a secret was left out here, how it has to be, or is too short a word."""
    if strength(name) == 1 and len(value) < _SHORTEST_RANDOM and _PLAIN.fullmatch(value):
        return True  # as the symbol of a coin, which is called a token
    return _MASK.fullmatch(value) is not None or _SENTENCE.fullmatch(value) is not None


def is_setting_secret(name: str, value: str) -> bool:
    """Tell whether a setting (an environment variable, a start-up script) is a credential.

    Args:
        name: what it is called; empty if it has no name.
        value: its text, or that in base64.
    """
    try:
        text = base64.b64decode(value, validate=True).decode()
    except ValueError:
        text = value
    text = text.strip()
    if is_secret(name, text):
        return True
    if not text or _SAID_NOTHING.fullmatch(text) or _PATH.fullmatch(text) or _SPACE.search(text):
        return False
    if any(_DIGIT.search(run) and _LETTER.search(run) for run in _RUNS.findall(text)):
        return True
    return bool(
        len(text) >= _SHORTEST_RANDOM and _DIGIT.search(text) and _LETTER.search(text) and _MARK.search(text)
    )


def is_drawn(value: str) -> bool:
    """Tell whether a text is long, and of capitals, small letters and digits: surely drawn at random."""
    return len(value) >= _SHORTEST_DRAWN and _DRAWN_LETTERS.match(value) is not None and "/" not in value


def is_random(value: str) -> bool:
    """Tell whether a text looks drawn at random, or carries what was."""
    if len(value) < _SHORTEST_RANDOM or _PLAIN.fullmatch(value) or " " in value.strip():
        scheme = _SCHEME.match(value)
        return scheme is not None and len(value) >= _SHORTEST_WITH_SCHEME and is_random(value[scheme.end() :])
    return True
