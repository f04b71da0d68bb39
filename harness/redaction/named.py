"""Find the secrets in a text that has no structure of its own by the names before them.

One reader for what people write: settings (`.env`, INI, TOML, YAML, properties), programs, JSON that is cut
off or stands in a line of a log, XML, CSV, SQL, command lines, headers. Each step goes forwards only, so that
the time is in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import collapse_rfc2231_value
from functools import cached_property, lru_cache

from harness.redaction.hints import either, has, hint_of
from harness.redaction.names import (
    LABELS,
    authorized,
    hint_of_names,
    is_authorization,
    is_random,
    is_secret,
    normal,
    strength,
)

_QUOTE = r"(?:\\*[\"'`]|&quot;|&apos;|&#0?3[49];|%(?:25)*2[27])"
_BLANK = r"(?:[ \t\u00a0]|%(?:25)*20)"
_ASSIGNED = re.compile(
    rf"(?<![\w.-])(?P<name>[\w.-]{{2,100}}+)(?:\[[^\[\]]{{0,20}}\])?(?P<close>{_QUOTE})?\]?{_BLANK}*+"
    rf"(?P<sign>=>|:=|==?|:|%(?:25)*3[AaDd])(?P<gap>{_BLANK}*+)"
)
_RUN = r"[\w.-]{2,}+"
_NAMES = re.compile(rf"(?<=:){_RUN}(?=:(?!=))|({_RUN})")  # but for the parts of ARNs
_CELLS = re.compile(r"[\w .()/+-]{2,}+")
_BRACKET = re.compile("[()]")
_STRINGS = re.compile(r'"((?:[^"\\]|\\.){2,200}+)"')
_PAIR = re.compile(rf"\[\s*{_QUOTE}(?P<name>[\w.-]{{2,80}}+){_QUOTE}\s*,\s*(?={_QUOTE})")
_OPENED = re.compile(r"\\*(?:\"\"\"|'''|[\"'`])|&quot;|&apos;|&#0?3[49];|%(?:25)*2[27]")
_LEAD = re.compile(
    r"(?:[|>][-+]?\d?[ \t]*\r?\n[ \t]+|!!\w+[ \t]+|&\w+[ \t]+|\\\r?\n[ \t]*|@(?=[\"']))++|"
    r"(?:\r?\n[ \t]+)(?=[\"'])"
)
_BARE = re.compile(r"[^\s;&,\"'`<>()\[\]{}|\\]++(?:[(\[{][^\s;&,\"'`<>]*+)?|[$({<\[!%][^\s;,\"'`]*+")
_JUDGED = 1000
"""How many characters of a value without quotes are judged: values that all reach to one end would take the
square of its length. What is a secret goes on to its own end."""
_LINE = re.compile(r"[^\s\"'`\\]++")
_HEADERS = {
    "": re.compile(r"(?:=\"[^\"\r\n]*\"|[^\r\n\\\"'`<>])*+"),
    **{quote: re.compile(rf"[^\r\n\\{quote}]*+") for quote in ("'", '"', "`")},
}
"""How a header goes on to its end, by the quote before its name."""
_FORM = re.compile(r"[&;](?=[\w.-]+=)")
_ELEMENT = re.compile(
    r"<(?:[\w.-]{1,40}:)?(?P<name>[\w.-]{1,80})(?:\s[^<>]{0,300})?(?<!/)>\s*+(?:<!\[CDATA\[)?(?P<value>[^<]+)"
)
_SECOND = re.compile(
    rf"(?:{_QUOTE})?\s*(?:[,;]|</[^<>]{{1,80}}>|/?>)?\s*(?:[-{{]\s*)?(?:<[\w:.-]{{1,80}}>|"
    rf"(?:{_QUOTE})?(?i:\w{{0,20}}value|val|default|content|string){_QUOTE}?\s*(?:=>|[:=])\s*)"
)
_FIELD = re.compile(
    r"(?i:form-data);(?P<parameters>[^\r\n]{1,300})(?:\r?\n[^\r\n]{1,300}){0,5}\r?\n\r?\n(?P<value>[^\r\n]{3,400})"
)
_XML_TEXT = re.compile(r"[^<]+")
_WORD_VALUE = r"(?P<value>\"[^\"\r\n]{3,200}\"|'[^'\r\n]{3,200}'|[^\s\"'<>&;|$(){}-][^\s\"'<>;|]{3,200})"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A form of words before a secret; group ``value`` is the secret, group ``name`` what it is called."""

    kind: str
    pattern: re.Pattern[str]

    @property
    def hint(self) -> str:
        """What a text has somewhere if a secret is in it: the form itself, or the name of one."""
        return hint_of_names() if "name" in self.pattern.groupindex else hint_of(self.pattern.pattern)


def _phrase(kind: str, pattern: str) -> _Phrase:
    return _Phrase(kind, re.compile(pattern))


_AFTER_OPTION = r"(?:[ \t]+|[\"']?\s*,\s*|[\"']?[ \t]*\r?\n[ \t]*-[ \t]+)"
_TYPE = r"[&*]?(?:'\w+ )?[A-Za-z_][\w.]*(?:\[[^\[\]\r\n]{0,40}\]|<[^<>\r\n]{0,40}>)?"
_IN_QUOTES = r"(?P<value>\"[^\"<>\r\n]{3,400}\"|'[^'<>\r\n]{3,400}')"


_PHRASES = (
    _phrase(
        "credential of HTTP",
        r"(?i:\b(?:Bearer|Basic|Negotiate)(?: |%20|\+)+)"
        r"(?P<value>[\w.~+/!-]{16,}={0,2}|[\w.~+/!-]{12,}={1,2})",
    ),
    _phrase(
        "password in SQL",
        r"(?i:\bIDENTIFIED(?:\s+WITH\s+\S+)?\s+(?:BY|AS)(?:\s+PASSWORD)?\s+|\bPASSWORD\s*\(\s*|\bPASSWORD\s+)"
        r"\\?[\"'](?P<value>[^\"'\r\n\\]{4,200})\\?[\"']",
    ),
    _phrase(
        "secret in a command line",
        rf"(?<![\w-])--?(?P<name>[\w-]{{2,60}}+){_AFTER_OPTION}{_WORD_VALUE}",
    ),
    _phrase(
        "password in a command line",
        r"sshpass\s+-p\s*" + _WORD_VALUE,
    ),
    _phrase(
        "password in a command line",
        r"(?i:ConvertTo-SecureString\s+(?:-String\s+)?)" + _WORD_VALUE,
    ),
    _phrase(
        "password in a command line",
        r"htpasswd\s+-\w{0,20}b\w{0,20}\s+(?:-\w+\s+){0,8}\S+\s+\S+\s+" + _WORD_VALUE,
    ),
    _phrase(
        "password in a command line",
        r"echo\s+[\"']?[\w.-]+:(?P<value>[^\s\"'|]{4,200})[\"']?\s*\|\s*(?:sudo\s+)?chpasswd",
    ),
    _phrase(
        "password in a command line",
        r"(?:echo|printf)\s+(?:-\w+\s+)?[\"']?(?P<value>[^\s\"'|]{4,200})[\"']?\s*\|[^|\r\n]{0,100}?--?(?:password-)?stdin\b",
    ),
    _phrase(
        "password in a command line",
        r"(?i:\bnet\s+user\s+\S{1,100}\s+)(?!/)" + _WORD_VALUE,
    ),
    _phrase(
        "password in a command line",
        r"\b(?:mongo\w*|ldap\w+)\b[^\r\n|]{0,300}?\s-[pw][ =]?[\"']?(?P<value>[^\s\"'-][^\s\"']{3,200})",
    ),
    _phrase(
        "password in a command line",
        r"\b(?:curl|wget|https?|mysql|mysqldump|mariadb|redis-cli)\b[^\r\n|]{0,300}?\s"
        r"(?:(?:-u|--user|--proxy-user)[ =]?[\"']?[^\s\"':]{1,100}:|(?:-p)(?=[^\s-]*\d)|-a\s+)"
        r"(?P<value>[^\s\"']{4,200})",
    ),
    _phrase(
        "password in a command line",
        r"\b(?:docker|podman|buildah|skopeo|helm|oras|oc|az|cf)\b[^\r\n|]{0,100}?\blogin\b[^\r\n|]{0,200}?"
        r"\s-p[ =]?[\"']?(?P<value>[^\s\"'-][^\s\"']{3,200})",
    ),
    _phrase(
        "key in a URL",
        r"[?&](?i:code|key)=(?P<value>(?=[a-z0-9_-]*[A-Z])(?=[A-Z0-9_-]*[a-z])(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{20,}+)(?![/.%+])",
    ),
    _phrase(
        "password of a user",
        r"(?m)^chpasswd:[ \t]*\r?\n(?P<value>(?:[ \t]+\S[^\r\n]*(?:\r?\n|\Z))+)",
    ),
    _phrase(
        "secret in a command line",
        r"(?m:^|\b)(?:set|ENV|ARG|setenv|env|config set)\s+(?:-\w+\s+){0,8}(?P<name>[\w.-]{2,80}+)\s+"
        + _WORD_VALUE,
    ),
    _phrase(
        "password of FTP or POP3",
        r"(?:\b331|\+OK)[ -][^\r\n\\]{0,100}(?:\\[rn]|[\r\n])+PASS +(?P<value>[^\s\\\"']{4,200})",
    ),
    _phrase(
        "password of IMAP",
        r"(?m)(?:^|\\n)[A-Za-z]{1,3}\d{1,5} LOGIN +\S{1,100} +[\"']?(?P<value>[^\s\\\"']{4,200})",
    ),
    _phrase(
        "password of SMTP",
        r"\bAUTH (?:PLAIN|LOGIN) +(?P<value>[A-Za-z0-9+/]{8,400}={0,2})(?![\w-])",
    ),
    _phrase(
        "password in .netrc",
        r"\b(?:login|account)\s+\S+\s+password\s+(?P<value>\S{4,200})",
    ),
    _phrase(
        "password in .pgpass",
        r"(?m)(?:^|(?<=\"))[\w.*-]+:(?:[0-9]{4,5}|\*):[^:\s\"'<>&,]+:[^:\s/\"'<>&,]+:"
        r"(?P<value>(?:[^\s:\\]|\\[:\\]){4,200}?)(?=\\[nr]|[\"'][,}\])]|[\"']?$)",
    ),
    _phrase(
        "PuTTY key",
        r"Private-Lines: \d{1,5}\s{1,4}(?P<value>(?:(?!Private-MAC)[A-Za-z0-9+/=])++"
        r"(?:\s{1,4}(?:(?!Private-MAC)[A-Za-z0-9+/=])++)*+)",
    ),
    _phrase(
        "token in a URL",
        r"://(?P<value>(?=[^\s/@:]*\d)[A-Za-z0-9_-]{16,})(?::x-oauth-basic)?@",
    ),
    _phrase(
        "API key",
        r"(?i:\b(?:api|access|secret)[ -]?key|\btoken|\bpassword|\bpasscode|\bsecret)(?i: is| was)?[:=]? +"
        r"[\"'`]?(?P<value>(?=[^\s\"'`]*\d)(?=[^\s\"'`]*[A-Za-z])[\w+/~!#$%^*.-]{12,}={0,2})",
    ),
    _phrase(
        "private part of a JSON web key",
        r"[\"']d[\"']\s*:\s*[\"'](?P<value>[\w-]{20,})[\"']",
    ),
    _phrase(
        "password in SQL",
        r"(?i:\bPASSWORD)\s*=\s*N'(?P<value>[^'\r\n]{4,200})'",
    ),
    _phrase(
        "credential",
        r"\(\s*[\"'](?P<name>[\w.-]{2,80}+)[\"']\s*,\s*" + _IN_QUOTES,
    ),
    _phrase(
        "credential",
        rf"(?<![A-Za-z0-9])(?:set|with|add)_?(?P<name>[A-Za-z]\w{{1,60}}+)\(\s*{_IN_QUOTES}",
    ),
    _phrase(
        "credential",
        r"(?<![\w.-])(?:(?P<declared>var|const)[ \t]+)?(?P<name>[\w.-]{2,80}+)"
        rf"(?(declared)[ \t:]+|\??[ \t]*:[ \t]*){_TYPE}[ \t]*:?=[ \t]*{_IN_QUOTES}",
    ),
    _phrase(
        "credential",
        rf"\bvalue\s*=\s*{_IN_QUOTES}\s+(?:key|name)\s*=\s*[\"'](?P<name>[\w.-]{{2,80}}+)[\"']",
    ),
    _phrase(
        "password in a form",
        rf"<input\b(?=[^<>]{{0,300}}\btype\s*=\s*[\"']?password)[^<>]{{0,300}}?\bvalue\s*=\s*{_IN_QUOTES}",
    ),
    _phrase(
        "password in a URL",
        r"%3[Aa]%2[Ff]%2[Ff][^\s%\"'<>&]{0,100}%3[Aa](?P<value>[^\s%\"'<>&]{3,200})%40",
    ),
    _phrase(
        "password in a URL",
        r"(?i:jdbc:oracle):\w+:[^\s/@]{1,100}/(?P<value>[^\s/@]{3,200})@",
    ),
    _phrase(
        "parameter without echo",
        r"(?m)^(?P<indent>[ \t]+)NoEcho:[ \t]*[\"']?(?i:true)[\"']?[ \t]*\r?\n"
        r"(?:(?P=indent)(?!Default:)\S[^\r\n]*\r?\n){0,8}(?P=indent)Default:[ \t]*(?P<value>[^\r\n]{3,200})",
    ),
    _phrase(
        "parameter without echo",
        r"(?m)^(?P<indent>[ \t]+)Default:[ \t]*(?P<value>[^\r\n]{3,200}?)[ \t]*\r?\n"
        r"(?:(?P=indent)(?!NoEcho:)\S[^\r\n]*\r?\n){0,8}(?P=indent)NoEcho:[ \t]*[\"']?(?i:true)",
    ),
)

_OF_USERS = next(phrase.pattern for phrase in _PHRASES if phrase.kind == "password of a user")
_USER = re.compile(
    r"(?m)^[ \t]+(?:-[ \t]+)?[\"']?[a-z_][\w.-]*:(?P<value>(?!RANDOM\b|R\b)[^\s:\"']{4,200})[\"']?[ \t]*$"
)

_INSERT = re.compile(
    r"(?i:\bINSERT\s+INTO\s+[\w.\"'`\[\]]{1,100}\s*)\((?P<columns>[^()]{1,2000})\)\s*(?i:VALUES)\s*(?P<rows>\()"
)
_EFFECT = re.compile(r"\bEffect\b\W{1,8}(?:Allow|Deny)\b")
_NEAR = 300
"""How far apart the ends of a statement's head may be."""

_CELL = re.compile(r"\s*(?:'((?:[^'\\]|\\.|'')*)'|\"((?:[^\"\\]|\\.)*)\"|([^,()'\"]*))\s*(,|\))?")


@dataclass(frozen=True)
class NamedRule:
    """Finds the secrets of a text by the names before them."""

    series: tuple[str, ...] = ()
    kind = "credential"

    @cached_property
    def hint(self) -> str:
        """What a text has somewhere if there is one in it: a name, or a form of words."""
        return either([hint_of_names(), _hint_of_phrases()])

    def secrets(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where each secret is, and what it is; they may overlap."""
        content = text.encode("utf-8", "surrogatepass")
        yield from _assigned(text)
        if "<" in text:
            yield from _elements(text)
        for phrase in _PHRASES:
            if has(phrase.hint, content):
                for found in phrase.pattern.finditer(text):
                    yield from _said(phrase, found)
        if "(" in text:
            yield from _inserted(text)
        if "[" in text:
            for found in _PAIR.finditer(text):
                opened = _OPENED.match(text, found.end())
                place = _quoted(text, opened.end(), opened[0]) if opened and strength(found["name"]) else None
                if place is not None:
                    yield from _trimmed(text, found["name"], place[0], place[1], bare=False)
        yield from _fields(text)
        yield from _columns(text)

    def may_be_in(self, text: str) -> bool:
        """Tell whether there may be one in a text that has the hint: whether a name or a form of words is."""
        if any(map(strength, names_in(text))):
            return True
        if "%" in text and any(strength(_name(text, found)) for found in _ASSIGNED.finditer(text)):
            return True
        return has(_hint_of_phrases(), text.encode("utf-8", "surrogatepass"))


def names_in(text: str) -> set[str]:
    """Return all that may name something in a text: keys, cells, elements, labels, and words."""
    cells = set(_CELLS.findall(text))
    columns = (column for cell in cells if "(" in cell or ")" in cell for column in _BRACKET.split(cell))
    return cells.union(_NAMES.findall(text), _STRINGS.findall(text), columns)


@lru_cache(maxsize=1)
def _hint_of_phrases() -> str:
    return either(phrase.hint for phrase in _PHRASES if "name" not in phrase.pattern.groupindex)


def _name(text: str, found: re.Match[str]) -> str:
    """Return a name without the escape before it, which may end in a letter or digit."""
    name, start = found["name"], found.start("name")
    before = text[start - 1 : start]
    if before == "%":
        return re.sub(r"\A(?:25)*[0-9A-Fa-f]{2}", "", name)
    return name[1:] if before == "\\" and name[0] in "nrt" else name


def _assigned(text: str) -> Iterator[tuple[int, int, str]]:
    end = 0
    while found := _ASSIGNED.search(text, end):
        end = found.end()
        name = _name(text, found)
        if found["sign"] == ":" and not found["gap"] and text[found.start() - 1 : found.start()] == ":":
            continue  # a part of an ARN
        if strength(name) and not _is_of_statement(text, name, found.start()):
            value = _value(text, found)
            if value is not None and is_authorization(name):
                stop = max(value[1], _to_end_of_header(text, found, value[0]))
                yield from _authorized(text, value[0], stop)
                end = max(end, stop)
            elif value is not None:
                start, stop, bare = value
                if is_secret(name, text[start:stop], bare=bare):
                    if bare and stop == start + _JUDGED and (whole := _BARE.match(text, start)):
                        stop = whole.end()
                    yield start, stop, "credential"
                    end = max(end, stop)
        elif normal(name).replace("_", "") in LABELS:
            yield from _paired(text, found)


def _to_end_of_header(text: str, found: re.Match[str], start: int) -> int:
    """Return where a header without quotes around its value ends: with the line, or where a quote ends."""
    if found["close"] is not None or _OPENED.match(text, start - 1):
        return start
    quote = text[found.start() - 1 : found.start()]
    line = (_HEADERS.get(quote) or _HEADERS[""]).match(text, start)
    return line.end() if line is not None else start


def _authorized(text: str, start: int, stop: int) -> Iterator[tuple[int, int, str]]:
    value = text[start:stop].rstrip()
    if is_secret("authorization", value):
        for first, last in authorized(value):
            yield start + first, start + last, "credential of HTTP"


def _is_of_statement(text: str, name: str, start: int) -> bool:
    """Tell whether a name is a statement's ``Sid`` in a policy: the statement's effect is next to it."""
    return name == "Sid" and _EFFECT.search(text, max(start - _NEAR, 0), start + _NEAR) is not None


def _value(text: str, found: re.Match[str]) -> tuple[int, int, bool] | None:
    """Return where a value is that begins after a sign, and whether it has no quotes around it."""
    start = found.end()
    lead = _LEAD.match(text, start)
    folded = lead is not None
    if lead is not None:
        start = lead.end()
    opened = _OPENED.match(text, start)
    if opened is not None:
        return _quoted(text, opened.end(), opened[0])
    if (
        found["gap"] == ""
        and found["sign"] == ":"
        and found["close"] is None
        and text.startswith("//", start)
    ):
        return None
    if folded or _is_line(text, found.start("name")):
        bare = _LINE.match(text, start)
        if bare is None:
            return None
        stop = bare.end()
        cut = _FORM.search(text, start, stop)
        if cut is not None:
            stop = cut.start()
        while stop > start and text[stop - 1] in ",;":
            stop -= 1
        is_alone = text[stop : stop + 1] in ("", "\n", "\r")
        return start, stop, not folded and (found["sign"] != "=" or not is_alone or bool(found["gap"]))
    bare = _BARE.match(text, start, start + _JUDGED)
    if bare is None:
        return None
    if (
        bare[0].startswith("{")
        and bare[0].endswith("}")
        and found["sign"] == "="
        and is_random(bare[0][1:-1])
    ):
        return start + 1, bare.end() - 1, True  # ODBC
    return start, bare.end(), True


def _is_line(text: str, start: int) -> bool:
    """Tell whether only blanks and `export` are before a name in its line."""
    before = text[max(text.rfind("\n", max(start - 40, 0), start) + 1, start - 40, 0) : start]
    return before.strip(" \t-\ufeff") in ("", "export", "set", "ENV", "ARG", "+", "-e", "--env", "declare -x")


def _quoted(text: str, start: int, quote: str) -> tuple[int, int, bool] | None:
    stop = start
    while True:
        stop = text.find(quote, stop, start + 8192)
        if stop < 0:
            line = _LINE.match(text, start)  # it was cut off
            return (start, line.end(), False) if line is not None else None
        if len(quote) > 1 or quote == "`" or not _is_escaped(text, stop):
            break
        stop += 1
    if "\n" in text[start:stop] and len(quote.strip("\\")) == 1 and len(quote) == 1:
        inner = text[start:stop]
        if len(inner.strip()) != len(inner) or inner.count("\n") > 2:
            return None
    return start, stop, False


def _is_escaped(text: str, place: int) -> bool:
    count = 0
    while place > count and text[place - count - 1] == "\\":
        count += 1
    return count % 2 == 1


def _paired(text: str, found: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the value next to a name: ``name: DB_PASSWORD`` and then ``value: ...``."""
    value = _value(text, found)
    if value is None or not strength(text[value[0] : value[1]].strip()):
        return
    yield from _second(text, text[value[0] : value[1]].strip(), value[1])


def _second(text: str, name: str, end: int) -> Iterator[tuple[int, int, str]]:
    second = _SECOND.match(text, end)
    if second is None:
        if text.startswith((">", '">', "'>"), end):
            second = re.compile(r"[\"']?>\s*").match(text, end)
        if second is None:
            return
    start = second.end()
    if second[0].endswith(">") or text[start - 1] == ">":
        content = _XML_TEXT.match(text, start)
        if content is not None:
            yield from _trimmed(text, name, content.start(), content.end(), bare=False)
        return
    opened = _OPENED.match(text, start)
    if opened is not None:
        place = _quoted(text, opened.end(), opened[0])
    else:
        bare = _LINE.match(text, start)
        place = (start, bare.end(), False) if bare is not None else None
    if place is not None:
        yield from _trimmed(text, name, place[0], place[1], bare=False)


def _trimmed(text: str, name: str, start: int, end: int, *, bare: bool) -> Iterator[tuple[int, int, str]]:
    value = text[start:end]
    inner = value.strip()
    if is_secret(name, inner, bare=bare):
        start += len(value) - len(value.lstrip())
        yield start, start + len(inner), "credential"


def _elements(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _ELEMENT.finditer(text):
        name = found["name"]
        if strength(name):
            yield from _trimmed(text, name, found.start("value"), found.end("value"), bare=False)
        elif normal(name).replace("_", "") in LABELS and strength(found["value"].strip()):
            yield from _second(text, found["value"].strip(), found.end("value"))


def _said(phrase: _Phrase, found: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    if phrase.pattern is _OF_USERS:
        for line in _USER.finditer(found["value"]):
            start, end = (found.start("value") + place for place in line.span("value"))
            yield start, end, phrase.kind
        return
    groups = found.groupdict()
    start, end = found.span("value")
    value = found["value"]
    if value[:1] in "\"'" and value[-1:] == value[:1]:
        start, end, value = start + 1, end - 1, value[1:-1]
    name = groups.get("name") or "password"
    if is_secret(name, value, bare=groups.get("name") is not None):
        yield start, end, phrase.kind


def _fields(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the secrets among the fields of a multipart form, whose names may go without quotes."""
    for found in _FIELD.finditer(text):
        header = Message()
        header["Content-Disposition"] = f"form-data;{found['parameters']}"
        name = collapse_rfc2231_value(header.get_param("name", "", "Content-Disposition"))
        if is_secret(name, found["value"], bare=True):
            yield *found.span("value"), "credential"


def _inserted(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _INSERT.finditer(text):
        names = [column.strip(" \t\r\n\"'`[]") for column in found["columns"].split(",")]
        wanted = {number for number, name in enumerate(names) if strength(name)}
        if not wanted:
            continue
        place, number = found.end("rows"), 0
        while cell := _CELL.match(text, place):
            if number in wanted:
                group = next((g for g in (1, 2, 3) if cell[g] is not None), 3)
                if is_secret(names[number], cell[group], bare=group == 3):
                    yield cell.start(group), cell.end(group), "credential"
            place, number = cell.end(), number + 1
            if cell[4] is None:
                break
            if cell[4] == ")":
                more = re.compile(r"\s*,\s*\(").match(text, place)
                if more is None:
                    break
                place, number = more.end(), 0


_SEPARATORS = ",;\t|"


def _columns(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the cells of a table that stand under a secret's name."""
    place = 0
    wanted: dict[int, str] = {}
    separator, width = "", 0
    while place < len(text):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        if wanted and text.count(separator, place, end) >= width - 1:
            yield from _cells(text, place, end, separator, wanted)
        else:
            separator, width, wanted = _header(text[place : min(end, place + 2000)])
        place = end + 1


def _header(line: str) -> tuple[str, int, dict[int, str]]:
    line = line.lstrip("\ufeff\xef\xbb\xbf")
    for separator in _SEPARATORS:
        if separator in line:
            cells = [cell.strip(" \r\"'") for cell in line.split(separator)]
            if all(len(cell) <= 60 and re.fullmatch(r"[\w .()/-]*", cell) for cell in cells):
                wanted = {number: cell for number, cell in enumerate(cells) if strength(cell)}
                if wanted:
                    return separator, len(cells), wanted
    return "", 0, {}


def _cells(
    text: str, start: int, end: int, separator: str, wanted: dict[int, str]
) -> Iterator[tuple[int, int, str]]:
    number, place = 0, start
    while place <= end:
        if text.startswith('"', place):
            stop = text.find('"', place + 1, end)
            while stop >= 0 and text.startswith('""', stop):
                stop = text.find('"', stop + 2, end)
            stop = end if stop < 0 else stop
            cell = (place + 1, stop)
            stop = text.find(separator, stop, end)
        else:
            stop = text.find(separator, place, end)
            cell = (place, end if stop < 0 else stop)
        if number in wanted:
            yield from _trimmed(text, wanted[number], *cell, bare=False)
        if stop < 0:
            return
        place, number = stop + 1, number + 1
