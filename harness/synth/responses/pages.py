"""Pages of one virtual list: where a token leads to, what stands on a page, and the token of the next one.

Nothing is kept between two pages. A token is made from the seed, the operation, the parameters and a
position; one that is sent is looked for among those of all positions. So a token with other parameters, or
one that was never returned, leads nowhere.
"""

from __future__ import annotations

import base64
import bisect
import copy
import functools
import hashlib
import itertools
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel, Shape

from harness.contract.paths.member import first_value, holder_of, outer_and_name
from harness.contract.paths.shape import is_required, shape_at
from harness.contract.patterns import pattern_of
from harness.contract.rules import PageLimit, Rule, SameLength, SameParameters
from harness.contract.sentences import Sentence, sentences_of
from harness.contract.values import JsonValue
from harness.models.paginators import Pagination
from harness.synth.responses.facts import facts_of
from harness.synth.scene import Scene
from harness.synth.values.choices import SeededChoices
from harness.synth.values.maker import UNKNOWN, Maker, count_entries
from harness.synth.values.plausible import Place
from harness.synth.values.plausible.strings import Form

Entry = Callable[[str, JsonValue], Any]

_MORE = re.compile(r"truncated$|^has_?more|more_?results", re.IGNORECASE)
_PAGES = 3  # of a list for whose pages the request gives no limit, and of what has no list
_LEAST = 4  # entries of such a page
_MOST_WITHOUT_LIMIT = 1000  # entries of a list that comes in pages only on request
_FURTHER = 4  # pages of what is left over, if the limit allows so few

# "A value of 0 uses the default." "If you specify 0, Config uses the default."
_ZERO = re.compile(r"\b(?:value of|specify) 0\b[^.]*\buses the default\b")


@dataclass(frozen=True, slots=True)
class TokenPlan:
    """Makes opaque values of all texts and numbers in a token, which may be a structure or map.

    Attributes:
        digest: what the token stands for, hashed.
        position: the position itself.
        sent_as: the shape of the same token in the request, which a text keeps to as well.
    """

    digest: bytes
    position: int
    sent_as: Shape

    def includes(self, place: Place, shape: Shape) -> bool:
        """Leave out what a token need not have."""
        return False

    def entries(self, place: Place, shape: Shape) -> int:
        """Give a token that is a map one entry."""
        return 1

    def known(self, place: Place, shape: Shape) -> JsonValue:
        """Return the opaque value of a text or number."""
        if shape.type_name in ("integer", "long"):
            return int(shape.metadata.get("min", 0)) + self.position
        is_key = place.path.endswith("[]") and place.name.endswith("Key")  # of a token that is a map
        if shape.type_name != "string" or is_key or shape.metadata.get("enum"):
            return UNKNOWN
        forms = [_form(each) for each in (shape, self.sent_as) if each.type_name == "string"]
        fitting = (text for text in _spellings(self.digest) if all(form.allows(text) for form in forms))
        return next(fitting, UNKNOWN)

    def prefers(self, place: Place, values: list[str]) -> list[str]:
        """Choose text among the types of a value of DynamoDB, which a key may have and every SDK keeps."""
        return ["S"] if "S" in values else values


def _form(shape: Shape) -> Form:
    traits = shape.metadata
    return Form(pattern_of(traits), traits.get("min", 0), traits.get("max"))


def _spellings(digest: bytes) -> Iterator[str]:
    yield base64.urlsafe_b64encode(digest).decode("ascii").replace("=", "")
    yield digest.hex()
    yield str(uuid.UUID(bytes=digest[:16]))
    yield str(int.from_bytes(digest[:8]))
    yield digest[:8].hex()
    yield digest[:2].hex()


@dataclass(frozen=True, slots=True)
class Pages:
    """The pagination of one operation, for one request.

    Attributes:
        operation: the operation.
        pagination: the members that its pages go by.
        params: the request's parameters in JSON-able form.
        defaults: the same with the documented defaults.
        groups: paths of the lists that come in pages; those of one length together.
        binding: what a token is bound to besides its position.
        scene: region, account and time.
        on_request: whether a list comes in pages only if the request has a limit (SQS).
        carried: what a token carries of the parameters (`harness.synth.responses.token_parameters`).
        most_documented: how many entries any page has at most, as documentation says; None for any number.
    """

    operation: OperationModel
    pagination: Pagination
    params: Mapping[str, Any]
    defaults: Mapping[str, Any]
    groups: Sequence[tuple[str, ...]]
    binding: str
    scene: Scene
    on_request: bool = False
    carried: str = ""
    most_documented: int | None = None

    def cut(
        self, response: dict[str, JsonValue], page_size: int | None, entry: Entry = lambda path, made: made
    ) -> bool:
        """Leave of a response with the whole list only the page that the request asks for, in place.

        Args:
            response: the response.
            page_size: entries of a page for a request that gives no limit; about a third when left out.
            entry: from the path of a list and what stands in it to the entry, which may not be made as yet.

        Returns:
            Whether there is such a page; False if the token in the request is none of its list.
        """
        groups = self._whole(response)
        total = _entries(groups) if groups else _PAGES
        size = self._size(total, page_size) if groups else 1
        start = self._position(total, size)
        if start is None:
            start = self._position_after(response, entry)
        if start is None:
            return False
        self._show(response, groups, start, start + size)
        more = size and start + size < total and self._has_tokens
        self._announce(response, self._tokens(start + size) if more else [])
        return True

    def chain(self, response: dict[str, JsonValue], sizes: Sequence[int]) -> list[dict[str, JsonValue]]:
        """Divide a response with the whole list into pages, with a token on each but the last.

        Args:
            response: the response; its lists are taken out of it.
            sizes: how many entries each page has, as far as there are so many; at least one page. Where
                there are more entries, they follow on few pages.

        Returns:
            The pages in order; only one where the model leaves a token no room.
        """
        groups = self._whole(response)
        ends = list(itertools.accumulate(sizes))
        if groups:
            total = _entries(groups)
            step = max(*sizes, -(-(total - ends[-1]) // _FURTHER), 1)
            step = step if self.most is None else min(step, max(self.most, 1))
            ends = [min(end, total) for end in (*ends, *range(ends[-1] + step, total + step, step))]
        tokens = [self._tokens(number) for number in range(1, len(ends))]
        if not self._has_tokens or not all(map(all, tokens)):
            ends, tokens = [ends[-1] if self.most is None else min(ends[-1], self.most)], []
        for group in groups:
            for path in group:
                self._put(response, path, [])
        pages = [copy.deepcopy(response) for _ in ends]
        for page, start, end, following in zip(pages, [0, *ends], ends, [*tokens, []], strict=False):
            self._show_mixed(page, groups, start, end)
            self._announce(page, following)
        asked = [self.pagination.next_request(page) for page in pages[:-1]]
        if any(not each or each in asked[:number] for number, each in enumerate(asked)):
            for page, following in zip(pages, tokens, strict=False):  # whose last entries tell no page
                self._put_tokens(page, following)
        return pages

    def _show_mixed(
        self, response: dict[str, JsonValue], groups: Sequence[Mapping[str, JsonValue]], start: int, end: int
    ) -> None:
        """Leave of the lists, whose entries are mixed evenly, what is from a start to an end."""
        lengths = [_entries([group]) for group in groups]
        order = sorted(
            ((2 * number + 1) / length, at)  # how far in its list an entry stands
            for at, length in enumerate(lengths)
            for number in range(length)
        )
        before, shown = (Counter(at for _, at in part) for part in (order[:start], order[start:end]))
        for at, group in enumerate(groups):
            for path, entries in group.items():
                self._put(response, path, _slice(entries, before[at], before[at] + shown[at]))
            if held := holder_of(response, next(iter(group))):
                count_entries(held[0], shown.total(), len(order))

    @property
    def _has_tokens(self) -> bool:
        """Whether responses have tokens. A few services go on from the last entry instead (Kinesis)."""
        asked = self._asked is not None or not self.on_request
        return asked and not set(self.pagination.output_tokens) & set(self.pagination.results)

    @property
    def _asked(self) -> int | None:
        """The limit of the request; None where there is none, or it is a 0 that stands for the default."""
        limit = self.pagination.limit
        asked = _number(self.params, limit)
        shape = self.operation.input_shape
        is_default = (
            asked == 0 and limit is not None and shape is not None and zero_is_default(shape.members[limit])
        )
        return None if is_default else asked

    @property
    def most(self) -> int | None:
        """How many entries a page has at most: by the request, and by the model; None for any number."""
        asked = self._asked
        if asked is None:
            asked = _number(self.defaults, self.pagination.limit)
        shapes = (shape_at(self.operation.output_shape, path) for path in self.pagination.results)
        limits = [
            shape.metadata["max"] for shape in shapes if shape is not None and shape.metadata.get("max")
        ]
        limits += [one for one in (asked, self.most_documented) if one is not None]
        return min(limits, default=None)

    def _whole(self, response: dict[str, JsonValue]) -> list[dict[str, JsonValue]]:
        """Return the lists that come in pages, by path; those of one length together."""
        found = [
            {
                path: entries
                for path in group
                if isinstance(entries := first_value(response, path), list | dict)
            }
            for group in self.groups
        ]
        return [group for group in found if group]

    def _show(
        self, response: dict[str, JsonValue], groups: Sequence[Mapping[str, JsonValue]], start: int, end: int
    ) -> None:
        """Leave of the lists, one after the other, what is from a start to an end."""
        before = shown = 0
        for group in groups:
            for path, entries in group.items():
                self._put(response, path, _slice(entries, max(start - before, 0), max(end - before, 0)))
            length = _entries([group])
            shown += max(min(end - before, length), 0) - max(min(start - before, length), 0)
            before += length
        for group in groups:
            if held := holder_of(response, next(iter(group))):
                count_entries(held[0], shown, before)

    @staticmethod
    def _put(response: dict[str, JsonValue], path: str, value: JsonValue) -> None:
        if held := holder_of(response, path):
            held[0][held[1]] = value

    def _size(self, total: int, page_size: int | None) -> int:
        usual = page_size or max(-(-total // _PAGES), _LEAST)
        usual = min(total, _MOST_WITHOUT_LIMIT) if self.on_request else usual
        asked = self._asked
        if asked == 0:
            return 0
        size = asked or min(usual, _number(self.defaults, self.pagination.limit) or usual)
        for path in self.pagination.results:
            shape = shape_at(self.operation.output_shape, path)
            if shape is not None and shape.metadata.get("max"):
                size = min(size, shape.metadata["max"])
        return max(min(size, self.most_documented or size), 1)

    def _position(self, total: int, size: int) -> int | None:
        """Find where the request's token leads to; None if nowhere."""
        sent = self.pagination.tokens_in(self.params)
        if not sent:
            return 0
        positions = itertools.chain(range(size, total, size or 1), range(1, total))  # the likely ones first
        for position in positions:
            tokens = dict(zip(self.pagination.input_tokens, self._tokens(position), strict=True))
            if all(tokens[name] == value for name, value in sent.items()):
                return position
        return None

    def _position_after(self, response: dict[str, JsonValue], entry: Entry) -> int | None:
        """Find what follows the entry that the request names instead of a token; None if nothing does."""
        if self.pagination.fallback is None:
            return None
        path, name = self.pagination.fallback
        [after] = self.pagination.tokens_in(self.params).values()
        names = [entry(path, made).get(name) for made in first_value(response, path) or ()]
        if after in names:
            return names.index(after) + 1
        return bisect.bisect(names, after) if names == sorted(names) else None

    def _tokens(self, position: int) -> list[JsonValue]:
        bound = f"{self.scene.region}\n{self.binding}\n{position}"
        digest = hashlib.blake2b(bound.encode(), digest_size=24).digest()
        tokens = []
        for name, path in zip(self.pagination.input_tokens, self.pagination.output_tokens, strict=True):
            shape = shape_at(self.operation.output_shape, path)
            sent_as = shape_at(self.operation.input_shape, name)
            if shape is None or sent_as is None:
                raise AssertionError(f"{self.operation.name} has no {name} or {path}")
            plan = TokenPlan(digest, position, sent_as)
            place = Place(self.operation.service_model.service_name, path, outer_and_name(path)[1])
            token = Maker(SeededChoices(digest), self.scene, plan).make(shape, place)
            if place.name.endswith("Arn"):  # DynamoDB's LastEvaluatedBackupArn
                scene = self.scene
                token = f"arn:{scene.partition}:{place.service}:{scene.region}:{scene.account}:token/{token}"
            if (
                isinstance(token, str)
                and token
                and all(_form(each).allows(token + self.carried) for each in (shape, sent_as))
            ):
                token += self.carried
            tokens.append(token)
        return tokens

    def _announce(self, response: dict[str, JsonValue], tokens: Sequence[JsonValue]) -> None:
        """Write the tokens of the next page, and whether there is one, where the response says so."""
        for path in self.pagination.output_tokens if self._has_tokens else ():
            if held := holder_of(response, path):
                held[0].pop(held[1], None)
                if is_required(self.operation.output_shape, path):
                    held[0][held[1]] = ""
        if not all(tokens):
            tokens = []  # the model leaves a token no room, so there is one page
        needs = facts_of(self.operation.service_model.service_name).needs if self.pagination.fallback else {}
        if all(needs[path] in self.params for path in self.pagination.output_tokens if path in needs):
            self._put_tokens(response, tokens)
        stated = self.pagination.more_results
        for path in [stated] if stated else list(filter(says_more, response)):
            held = holder_of(response, path)
            if held and isinstance(held[0].get(held[1], True), bool):
                held[0][held[1]] = bool(tokens)

    def _put_tokens(self, response: dict[str, JsonValue], tokens: Sequence[JsonValue]) -> None:
        for path, token in zip(self.pagination.output_tokens, tokens, strict=False):
            self._put(response, path, token)


def most_documented(pagination: Pagination, rules: Sequence[Rule]) -> int | None:
    """Return how many entries any page has at most, as documentation says; None for any number."""
    limits = (rule for rule in rules if isinstance(rule, PageLimit) and rule.member in pagination.results)
    return min((rule.max for rule in limits if rule.max is not None), default=None)


def grouped(paths: Sequence[str], rules: Sequence[Rule]) -> tuple[tuple[str, ...], ...]:
    """Group the paths of lists: those of one length, by the rules, together."""
    joined: dict[str, tuple[str, ...]] = {path: (path,) for path in paths}
    for rule in rules:
        if isinstance(rule, SameLength) and all(path in joined for path in rule.members):
            both = tuple(dict.fromkeys(joined[rule.members[0]] + joined[rule.members[1]]))
            joined.update(dict.fromkeys(both, both))
    return tuple(dict.fromkeys(joined.values()))


def binding_params(
    pagination: Pagination, params: Mapping[str, Any], rules: Sequence[Rule]
) -> dict[str, Any]:
    """Return the parameters that a token is bound to: the limit only where the documentation says so.

    Args:
        pagination: the operation's pagination.
        params: the request's parameters.
        rules: the operation's rules.
    """
    free = set(pagination.input_tokens)
    if not any(isinstance(rule, SameParameters) for rule in rules) and pagination.limit:
        free.add(pagination.limit)
    return {name: value for name, value in params.items() if name not in free}


@functools.cache
def says_more(name: str) -> bool:
    """Tell whether a member says, by its name, that there is more."""
    return _MORE.search(name) is not None


def _entries(groups: Sequence[Mapping[str, JsonValue]]) -> int:
    """Count the entries of groups of lists; those of one group have as many each."""
    return sum(len(next(iter(group.values()))) for group in groups)


def _slice(entries: JsonValue, start: int, end: int) -> JsonValue:
    return dict(list(entries.items())[start:end]) if isinstance(entries, dict) else entries[start:end]


def zero_is_default(shape: Shape) -> Sentence | None:
    """Return the sentence which says that a parameter's 0 stands for its default; None if there is none."""
    said = sentences_of(shape.documentation) if shape.type_name in ("integer", "long") else ()
    return next((one for one in said if _ZERO.search(one.text)), None)


def _number(params: Mapping[str, Any], name: str | None) -> int | None:
    """Return a limit; some services have it as text."""
    value = params.get(name) if name else None
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    return value if isinstance(value, int) and value >= 0 else None
