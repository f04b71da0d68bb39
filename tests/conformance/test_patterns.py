"""Every pattern of every service runs, and all engines give every text the same verdict."""

from __future__ import annotations

import random
import re
import sys
import time
import unicodedata
import warnings
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
import regex
from botocore.exceptions import DataNotFoundError

from harness.contract.patterns import compile_pattern, matches, pattern_of
from harness.contract.patterns.reviewed import BROKEN, SEARCHED
from harness.models.loader import OneService, load_service, service_names
from harness.synth.values.text import texts_near

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAMPLED_SERVICES = ("cloudtrail", "iam", "s3", "ssm", "translate", "workmail")
TEXTS_PER_PATTERN = 30

# One of each kind of character that some construct tells from the others.
CHARACTERS = (
    "azAZ09_-.,:/+=@#$%&*()[]{}<>!?;'\"\\|^~` \t\n\r\x0b\x00\x1f\x7f\x85\xa0éßſK٣½中ж\u0301\u2028\ufeff😀"
)

TOKEN = re.compile(
    r"\(\?<?[=!:]|\[(?:\\.|[^\]])*\]|\\u[0-9A-F]{4}|\\[pP]\{[^}]*\}|\\[0-9]+|(?:[*+?]|\{[0-9]+,?[0-9]*\})[?+]?|\\.|.",
    re.DOTALL,
)
COUNT = re.compile(r"\{([0-9]+)(,?)([0-9]*)\}")


class Sampler:
    """Texts that mostly match a pattern in the common spelling: a random walk that skips assertions."""

    def __init__(self, translated: str, rng: random.Random) -> None:
        self.tokens = TOKEN.findall(translated)
        self.rng = rng
        self.letters: dict[str, list[str]] = {}

    def draw(self) -> str:
        self.at = 0
        self.groups: dict[int, str] = {}
        return self.alternatives()

    def alternatives(self) -> str:
        drawn = [self.sequence()]
        while self.at < len(self.tokens) and self.tokens[self.at] == "|":
            self.at += 1
            drawn.append(self.sequence())
        return self.rng.choice(drawn)

    def sequence(self) -> str:
        parts = []
        while self.at < len(self.tokens) and self.tokens[self.at] not in "|)":
            start, groups = self.at, len(self.groups)
            part = self.atom()
            fewest, most = self.count()
            end = self.at
            times = self.rng.choice([fewest, min(most, fewest + 1), min(most, fewest + 3)])
            if times == 0:
                continue
            parts.append(part)
            for _ in range(min(times, 40) - 1):
                self.at = start
                while len(self.groups) > groups:
                    self.groups.popitem()
                parts.append(self.atom())
            self.at = end
        return "".join(parts)

    def count(self) -> tuple[int, int]:
        token = self.tokens[self.at] if self.at < len(self.tokens) else ""
        counted = COUNT.match(token)
        if token[:1] not in ("*", "+", "?") and not counted:
            return 1, 1
        self.at += 1
        if counted:
            fewest = int(counted[1])
            return fewest, (int(counted[3] or fewest + 3) if counted[2] else fewest)
        return int(token[0] == "+"), 1 if token[0] == "?" else 4

    def atom(self) -> str:
        token = self.tokens[self.at]
        self.at += 1
        if token.startswith("("):
            number = len(self.groups) + 1
            if token == "(":
                self.groups[number] = ""
            inner = self.alternatives()
            self.at += 1
            if token == "(":
                self.groups[number] = inner
            return inner if token in ("(", "(?:") else ""
        if token in ("^", "$"):
            return ""
        if re.fullmatch(r"\\[1-9][0-9]*", token):
            return self.groups.get(int(token[1:]), "")
        return self.rng.choice(self.members(token))

    def members(self, token: str) -> list[str]:
        if token not in self.letters:
            own = re.sub(r"\\u([0-9A-F]{4})", lambda found: chr(int(found[1], 16)), token)
            fits = regex.compile(token).fullmatch
            self.letters[token] = [each for each in CHARACTERS + own if fits(each)] or [""]
        return self.letters[token]


def texts_for(translated: str, rng: random.Random) -> list[str]:
    """Return texts that match, texts that nearly do, and noise."""
    sampler = Sampler(translated, rng)
    texts = ["", "\n"]
    while len(texts) < TEXTS_PER_PATTERN:
        text = sampler.draw()[:300]
        at = rng.randrange(len(text) + 1)
        odd = rng.choice(CHARACTERS)
        texts += [text, text[:at] + odd + text[at:], text[:at] + odd + text[at + 1 :]]
        texts.append(
            rng.choice([text + "\n", " " + text, text[:at], text.swapcase(), text[::-1], text + text])
        )
    texts[-1] = "".join(rng.choices(CHARACTERS, k=rng.randrange(12)))
    return texts


def patterns_of(services: tuple[str, ...]) -> Counter[str]:
    """Count how many shapes have each pattern."""
    found: Counter[str] = Counter()
    for service in services:
        model = load_service(service)
        for name in model.shape_names:
            shape = model.shape_for(name)
            if "pattern" in shape.metadata:
                found[shape.metadata["pattern"]] += 1
    return found


def fast_engine(spelled: str | None) -> Callable[[str], bool]:
    return jsonschema_rs.validator_for({"pattern": spelled}).is_valid


def plain_engine(source: str) -> re.Pattern[str] | None:
    """Compile the model's own spelling with Python's ``re``, where that means the same; None elsewhere."""
    if re.search(r"\\u[dD][89a-fA-F]|&&|\(\?[a-z]*i|\\b|\\k|^/.*/$", source):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return re.compile(source, re.ASCII)
    except (re.error, FutureWarning):
        return None


def check_engines(sources: Counter[str], seed: int) -> Counter[str]:
    """Hold the engines to each other; return what was counted."""
    rng = random.Random(seed)
    counts: Counter[str] = Counter()
    for source in sorted(sources):
        pattern = compile_pattern(source)
        if pattern.part is None or pattern.whole is None:
            continue
        plain = plain_engine(source)
        counts["patterns with re as a third engine"] += plain is not None
        counts["patterns that are not anchored at both ends"] += pattern.part != pattern.whole
        texts = texts_for(pattern.part, rng)
        for spelled, by_re in ((pattern.part, "search"), (pattern.whole, "fullmatch")):
            assert compile_pattern(spelled).part == spelled
            is_valid = fast_engine(spelled)
            in_what = "in part" if by_re == "search" else "in full"
            for text in texts:
                verdict = matches(spelled, text)
                assert is_valid(text) == verdict, (source, spelled, text)
                counts[f"texts that match {in_what}" if verdict else f"texts that do not {in_what}"] += 1
                # Python's dot and dollar treat line ends in their own way.
                if plain and source not in SEARCHED and not re.search(r"[\n\r\u2028\u2029]", text):
                    found = getattr(plain, by_re)(text) is not None
                    assert found == verdict, (source, spelled, text)
                    counts["texts judged by re as well"] += 1
    return counts


def test_engines_agree_on_the_patterns_of_some_services() -> None:
    sources = patterns_of(SAMPLED_SERVICES)
    counts = check_engines(sources, seed=1)
    for what in ("match in part", "match in full", "do not in part", "do not in full"):
        assert counts[f"texts that {what}"] > 1000
    assert counts["patterns with re as a third engine"] > 100


def check_near_misses(sources: Counter[str], limit: int) -> tuple[Counter[str], list[str]]:
    """Hold near misses to a second engine; return what was counted, and the patterns that have none."""
    counts: Counter[str] = Counter()
    without = []
    for source in sorted(sources):
        pattern = compile_pattern(source)
        if pattern.whole is None:
            continue
        misses = list(islice(texts_near(pattern), limit))
        counts["patterns"] += 1
        counts.update({miss.change for miss in misses})
        if not misses:
            without.append(source)
        plain = plain_engine(source)
        if plain is not None and not pattern.has_one_spelling:
            # Python's $ matches before a line feed at the end, too.
            judged = [miss.text for miss in misses if "$" not in source or not miss.text.endswith("\n")]
            assert [text for text in judged if plain.fullmatch(text)] == [], source
            counts["near misses judged by re as well"] += len(judged)
    return counts, without


def test_near_misses_of_some_services() -> None:
    counts, without = check_near_misses(patterns_of(SAMPLED_SERVICES), 20)
    assert counts["near misses judged by re as well"] > 1000
    assert len(without) < counts["patterns"] / 8
    for source in without:  # each one that everything matches
        assert [each for each in CHARACTERS if not matches(compile_pattern(source).whole, each)] == []


@pytest.mark.sweep
def test_near_misses_of_all_services(capsys: pytest.CaptureFixture[str]) -> None:
    start = time.perf_counter()
    counts, without = check_near_misses(patterns_of(service_names()), 20)
    seconds = time.perf_counter() - start
    lines = [f"{counts.pop('patterns')} patterns in {seconds:.1f} s; {len(without)} have no near miss"]
    lines += [f"  {count:7} {change}" for change, count in counts.most_common()]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    # What is left of those matches every character, or wants a text that its own look-around rules out.
    picky = [s for s in without if not all(matches(compile_pattern(s).whole, each) for each in CHARACTERS)]
    assert len(picky) <= 12, picky


@pytest.mark.sweep
def test_reviewed_patterns_are_still_those_of_models() -> None:
    names = [where.partition(":")[0] for where in (*SEARCHED.values(), *BROKEN.values())]
    shapes = {name: load_service(name.partition(".")[0]).shape_for(name.partition(".")[2]) for name in names}
    assert [shapes[name].metadata["pattern"] for name in names] == [*SEARCHED, *BROKEN]


@pytest.mark.sweep
def test_engines_agree_on_the_patterns_of_all_services(capsys: pytest.CaptureFixture[str]) -> None:
    sources = patterns_of(service_names())
    start = time.perf_counter()
    skipped = [pattern for pattern in map(compile_pattern, sources) if pattern.reason is not None]
    seconds = time.perf_counter() - start
    counts = check_engines(sources, seed=2)
    lines = [f"{len(sources)} distinct patterns on {sources.total()} shapes, translated in {seconds:.2f} s"]
    lines += [f"  {count:7} {what}" for what, count in sorted(counts.items())]
    lines += [
        f"  not run, on {sources[pattern.source]} shapes: {pattern.reason}: {pattern.source}"
        for pattern in skipped
    ]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    unread = [pattern for pattern in skipped if pattern.source not in BROKEN]
    assert len(unread) * 1000 < len(sources)
    assert sum(sources[pattern.source] for pattern in unread) * 1000 < sources.total()


# Published requests with a value that its pattern does not match, and why the value is wrong.
WRONG_EXAMPLES = {
    ("kms", "cluster-1a23b4cdefg"): "made up: an id has no 1, as it is base 32",
    ("polly", ""): "left empty: a lexicon's name has a character at least",
}


def texts_in(shape: Any, value: Any) -> Iterator[tuple[Any, str]]:
    """Every text in a value, with its shape."""
    match shape.type_name:
        case "structure":
            for name in value.keys() & shape.members.keys():
                yield from texts_in(shape.members[name], value[name])
        case "list":
            for entry in value:
                yield from texts_in(shape.member, entry)
        case "map":
            for key, entry in value.items():
                yield from texts_in(shape.key, key)
                yield from texts_in(shape.value, entry)
        case "string" if isinstance(value, str):
            yield shape, value


def published_texts(service: str) -> Iterator[tuple[Any, str]]:
    """Every text in the requests that AWS publishes with a service's model."""
    try:
        published = OneService(service).load_service_model(service, "examples-1")
    except DataNotFoundError:
        return
    for name, examples in published["examples"].items():
        shape = load_service(service).operation_model(name).input_shape
        for example in examples:
            if example.get("input"):
                yield from texts_in(shape, example["input"])


def test_requests_that_aws_publishes_match_their_patterns_as_a_whole() -> None:
    judged, wrong = 0, set()
    for service in service_names():
        for shape, text in published_texts(service):
            pattern = pattern_of(shape.metadata)
            judged += pattern is not None
            if pattern is not None and not matches(pattern.whole, text):
                wrong.add((service, text))
    assert judged > 800
    assert wrong == WRONG_EXAMPLES.keys()


@pytest.mark.sweep
@pytest.mark.parametrize(
    "name", ["L", "M", "N", "P", "S", "Z", "C", "Lu", "Ll", "Nd", "Alphabetic", "White_Space"]
)
def test_engines_agree_on_properties(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    pattern = compile_pattern(rf"\p{{{name}}}")
    is_valid = fast_engine(pattern.part)
    characters = [chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]
    differing = [each for each in characters if is_valid(each) != matches(pattern.part, each)]
    settled = [each for each in differing if unicodedata.category(each) != "Cn"]
    with capsys.disabled():
        sys.stdout.write(
            f"\n  \\p{{{name}}}: differs on {len(differing)}, {len(settled)} not new: {settled}\n"
        )
    # The engines know different versions of Unicode, both newer than Python's own. What is not new to
    # Python has at most changed its category since.
    assert len(settled) <= 3
