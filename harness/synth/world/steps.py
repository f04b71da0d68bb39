"""One step of a world: a request, what the contract answers without memory, and what is remembered.

The answer without memory is the base. What is known of the resources is laid over it; lists show what there
is; what is not there is refused with the documented error.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from botocore.model import OperationModel

from harness.contract.paths.member import first_value, select
from harness.contract.schema import find_error
from harness.contract.values import JsonValue
from harness.models.paginators import find_pagination
from harness.models.resources import ResourceTypes, kind_of, parse_name, resource_types, retry_tokens
from harness.synth.responses.answer import Answer
from harness.synth.responses.computed import compute_members, is_partial
from harness.synth.responses.demands import demands_of, has_unknown_filter
from harness.synth.responses.matching import matching_of
from harness.synth.responses.plan import TROUBLE
from harness.synth.responses.starts import start_of
from harness.synth.responses.views import Noun, view_of
from harness.synth.scene import Scene
from harness.synth.service.refusals import error_answer, generic_invalid_code
from harness.synth.values.plausible.place import words_of
from harness.synth.world.actions import Action, creators_of, kinds_of, noun_named, shows
from harness.synth.world.codes import exists_code, invalid_code, missing_code
from harness.synth.world.overlay import Overlay, flat
from harness.synth.world.records import Place, Record, Store
from harness.synth.world.tags import keys_in, lay_tags, tags_in

Make = Callable[..., Answer]
"""Answers the request without memory; takes ``salt``, ``there`` and ``whole``, as `respond` does."""


class Outcome(NamedTuple):
    """What a step comes to.

    Attributes:
        answer: the answer.
        known: whether it is about what the world knows; False: it knows that it is not there; None: the
            answer is made without memory.
    """

    answer: Answer
    known: bool | None


@dataclass
class Step:
    """One request to a world.

    Attributes:
        store: what is remembered.
        operation: the operation.
        action: what it does.
        params: the request's parameters in JSON-able form.
        scene: region, account and time.
        place: where its resources are.
        make: answers without memory.
        serial: gives another number for each resource that is created without a name.
        clock: what time it is, in seconds; the visibility of messages goes by it.
        learning: whether the answer is a recorded one: nothing is refused.
    """

    store: Store
    operation: OperationModel
    action: Action
    params: dict[str, JsonValue]
    scene: Scene
    place: Place
    make: Make
    serial: Callable[[], int]
    clock: Callable[[], float] = time.time
    behave: Callable[[Step], Outcome] | None = None
    learning: bool = False

    def take(self) -> Outcome:
        """Take the step."""
        if self.behave is not None:
            return self.behave(self)
        take = _STEPS.get(self.action.role, Step._use)
        return take(self)

    # What the steps share.

    @property
    def _service(self) -> Any:
        return self.operation.service_model

    @property
    def _types(self) -> ResourceTypes:
        return resource_types(self._service)

    @property
    def _noun(self) -> Noun:
        return self.action.noun

    def _is_kept(self, noun: Noun) -> bool:
        """Tell whether a world can know what there is of a type: requests create them, or something did."""
        return bool(creators_of(self._service, noun)) or bool(self.store.of_type(self.place, noun))

    def _find(self, noun: Noun, name: str) -> Record | None:
        return self.store.named(self.place, noun, name, self._owners() if noun == self._noun else None)

    def _known(self, noun: Noun, name: str, owners: Mapping[str, str] | None = None) -> Record | None:
        """Return the record that something names; an apiId may be that of a GraphqlApi as well."""
        record = self.store.named(self.place, noun, name, owners) or self._in_any_case(noun, name, owners)
        if record is None:
            for longer in self.store.types(self.place):
                if len(longer) > len(noun) and longer[-len(noun) :] == noun:
                    record = record or self.store.named(self.place, longer, name, owners)
        return record

    def _in_any_case(self, noun: Noun, name: str, owners: Mapping[str, str] | None) -> Record | None:
        """Return what a name in another case names, where documentation says that case doesn't matter."""
        shape: Any = self.operation.input_shape
        texts = (shape.members[param] for param, value in self.params.items() if value == name)
        if not any(matching_of(text.documentation).any_case for text in texts):
            return None
        same = (
            one for one in self.store.of_type(self.place, noun, owners) if one.name.lower() == name.lower()
        )
        return next(same, None)

    def _owners(self) -> dict[str, str]:
        return self.action.owners(self.params)

    def _named(self) -> tuple[list[Record], list[str]]:
        """Return the records that the request names, and the names of what is not there."""
        owners, found, missing = self._owners(), {}, []
        for _, name in self.action.names(self.params):
            record = self._known(self._noun, name, owners)
            if record is None:
                missing.append(name)
            else:
                found[record.key] = record
        return list(found.values()), missing

    def _begin(self) -> tuple[list[Record], list[str], Answer, Outcome | None]:
        """Begin a step about what there is.

        Returns:
            The records that the request names, the names of what is not there, the answer without memory, and
            what the step comes to if it ends here: the request or what it belongs to is refused.
        """
        records, missing = self._targets()
        answer = self.make()
        ended = Outcome(answer, None) if answer.error is not None else self._refuse_owner()
        return records, missing, answer, ended

    def _targets(self) -> tuple[list[Record], list[str]]:
        """Return what `_named` does, where the request tells no type as well: as it has tags by an ARN."""
        if self._noun:
            return self._named()
        found, missing = [], []
        for param in self.action.naming:
            value = self.params.get(param)
            for name in value if isinstance(value, list) else [value]:
                if isinstance(name, str):
                    record = self.store.named(self.place, None, name)
                    found += [record] if record is not None else []
                    missing += [name] if record is None else []
        return found, missing

    def refuse(self, code: str, message: str, status: int) -> Outcome:
        """Answer with an error; the status is for one whose model has none."""
        answer = error_answer(self.operation, code, message, self.scene)
        is_rest = self._service.resolved_protocol.startswith("rest")
        if is_rest and (find_error(self.operation, code) is None or answer.status == 400):
            shape = find_error(self.operation, code)
            stated = shape is not None and shape.metadata.get("error", {}).get("httpStatusCode")
            answer = answer if stated else replace(answer, status=status)
        return Outcome(answer, False)

    def outcome(self, answer: Answer, *, known: bool | None = None) -> Outcome:
        """Return an answer, and whether it is about what the world knows."""
        return Outcome(answer, known)

    def refuse_missing(self, noun: Noun, name: str) -> Outcome:
        """Refuse a request about what is not there with the error for its type."""
        code = missing_code(self.operation, noun) or "ResourceNotFoundException"
        return self.refuse(code, f"The {' '.join(noun)} {name!r} does not exist.", 404)

    def _refuse_missing(self, name: str, *, must: bool) -> Outcome | None:
        """Refuse a request about what is not there; None where no error is documented and none must be."""
        code = missing_code(self.operation, self._noun)
        if code is None and must:
            code = self._invalid_code()
        words = f"The {' '.join(self._noun)} {name!r} does not exist."
        return None if code is None else self.refuse(code, words, 404)

    def _invalid_code(self) -> str:
        return invalid_code(self.operation) or generic_invalid_code(self._service)

    def _refuse_owner(self) -> Outcome | None:
        """Refuse a request about what belongs to something that is not there, if that is documented."""
        if self.learning:
            return None
        required = self.operation.input_shape.required_members if self.operation.input_shape else ()
        is_keyed = len(self._types.key_of(self._noun)) > 1
        for param in self.action.scope:
            noun, value = noun_named(self._service, param), self.params.get(param)
            if noun is None or noun == self._noun or not isinstance(value, str) or not self._is_kept(noun):
                continue
            if self._known(noun, value) is None:
                # What is no id may come from elsewhere: a type from a schema, the version DRAFT of a bot.
                kind = kind_of(param, noun)
                is_known = kind in ("id", "identifier", "arn") or (kind == "name" and not is_keyed)
                code = missing_code(self.operation, noun, is_own=param in required and is_known)
                if code is not None:
                    return self.refuse(code, f"The {' '.join(noun)} {value!r} does not exist.", 404)
        return None

    def _overlay(self, acted: Record | None = None, *, fresh: bool = False) -> Overlay:
        return Overlay(self.operation, self._find, acted, fresh, " ".join(self.action.part))

    def _show(self, answer: Answer, acted: Record | None = None, *, fresh: bool = False) -> Answer:
        """Lay what is known over an answer, and make what it says of itself true again."""
        if answer.response is None:
            return answer
        overlay = self._overlay(acted, fresh=fresh)
        overlay.lay(answer.response)
        if overlay.changed:
            # The ETag of what was uploaded in parts is not that of its bytes.
            is_stated = acted is not None and "-" in str(acted.members.get("etag"))
            compute_members(self.operation, self.params, answer.response, ("ETag",) if is_stated else ())
        status = 206 if is_partial(self.operation, answer.response) else answer.status
        return replace(answer, status=status)

    def learn(self) -> None:
        """Remember what a recorded answer tells."""
        role = self.action.role
        records, missing = self._named() if self._noun else ([], [])
        if role in ("update", "retag", "tag") and self._noun and not records and missing:
            names = self.action.all_names(self.params)
            chief = _chief(names, kinds_of(self._service, self._noun))
            if chief is not None:
                self.store.put(Record(self.place, self._noun, chief, names, self._owners(), is_whole=False))
        if self.behave or role in ("create", "put", "update", "delete", "tag", "retag", "untag"):
            self.take()
        elif role == "tags":
            self._learn_tags()
        else:
            response = self.make().response
            assert response is not None
            for noun, names, value in self._shown_in(self.operation.output_shape, response, ""):
                self._know(noun, names, value)

    def _learn_tags(self) -> None:
        records, missing = self._targets()
        response, output = self.make().response or {}, self.operation.output_shape
        tags = tags_in(output, response) or {}
        records += [Record(self.place, ("resource",), name, {"arn": name}) for name in missing if not records]
        for record in records[:1]:
            self.store.put(replace(record, tags=tags))

    def _shown_in(
        self, shape: Any, value: JsonValue, member: str
    ) -> Iterator[tuple[Noun, dict[str, str], dict[str, JsonValue]]]:
        """Yield the resources that a response shows: the type, the names by kind, and the structure."""
        if isinstance(value, list) and shape.type_name == "list":
            for each in value:
                yield from self._shown_in(shape.member, each, member)
        if not isinstance(value, dict) or shape.type_name != "structure":
            return
        view = view_of(self.operation, shape, member)
        if view is not None:
            names = {kind: str(value[name]) for name, kind in reversed(view.members) if value.get(name)}
            if view.noun == self._noun and (not member or not names):
                names = {**self.action.all_names(self.params), **names}
            if names and creators_of(self._service, view.noun):
                yield view.noun, names, value
        for name, inner in shape.members.items():
            if isinstance(value.get(name), dict | list):
                yield from self._shown_in(inner, value[name], name)

    def _know(self, noun: Noun, names: dict[str, str], value: Mapping[str, JsonValue]) -> None:
        """Remember what a structure shows of a resource."""
        owners = self._owners() if noun == self._noun else {}
        known = next(
            filter(None, (self.store.named(self.place, noun, name, owners) for name in names.values())), None
        )
        chief = _chief(names, kinds_of(self._service, noun))
        if known is None and chief is not None:
            known = Record(self.place, noun, chief, {}, owners, is_whole=False)
        if known is not None:
            members = {**known.members, **{name.lower(): each for name, each in value.items()}}
            self.store.put(replace(known, names={**known.names, **names}, members=members))

    # Steps.

    def _use(self) -> Outcome:
        if not self._noun:
            return Outcome(self._show(self.make()), None)
        records, missing = self._named()
        answer = self.make()
        if answer.error is not None:
            return Outcome(answer, None)
        if missing and not records and self._is_kept(self._noun) and not self.action.part:
            refused = self._refuse_missing(missing[0], must=False)
            if refused is not None:
                return refused
        acted = records[0] if len(records) == 1 else None
        return Outcome(self._show(answer, acted), True if records else None)

    def _create(self) -> Outcome:
        if self.action.part:
            return self._create_part()
        names, owners = self.action.all_names(self.params), self._owners()
        kinds = kinds_of(self._service, self._noun)
        naming = [value for kind, value in names.items() if _is_naming(kind, kinds)]
        answer = self.make()
        if answer.error is not None or answer.response is None:
            return Outcome(answer, None)
        tokens = self._tokens()
        naming = naming or [token for token in tokens if self.store.named(self.place, self._noun, token)]
        if not naming and _is_told(self.operation, self._noun, answer.response, names):
            naming = list(names.values())
        if not naming:
            answer = self.make(salt=self.serial())
        assert answer.response is not None
        known = (self.store.named(self.place, self._noun, value, owners) for value in naming)
        existing = next(filter(None, known), None)
        if refused := self._refuse_owner():
            return refused
        if existing is not None and not self.learning:
            if self.action.role == "create" or self._must_not_replace():
                settled = self._again(existing, answer)
                if settled is not None:
                    return settled
            elif self.action.role == "put":
                names = {**existing.names, **names}
        shape: Any = self.operation.input_shape
        tags = tags_in(shape, self.params, self._noun)
        kept = dict(existing.tags) if existing is not None else {}
        fresh = Record(
            self.place,
            self._noun,
            "",
            names,
            owners,
            flat(self.params),
            tags=kept if tags is None else tags,
            is_whole=not self.learning,
        )
        overlay = self._overlay(fresh, fresh=True)
        overlay.lay(answer.response)
        compute_members(self.operation, self.params, answer.response)
        records = list(self._created(fresh, overlay, answer.response, kinds))
        for record in records:
            self.store.put(record)
        return Outcome(answer, True if records else None)

    def _create_part(self) -> Outcome:
        records, _ = self._named()
        part, answer = " ".join(self.action.part), self.make()
        if len(records) == 1 and records[0].parts.get(part) and not self.learning and answer.error is None:
            code = None
            if parse_name(self.operation.name).role == "create" and not self.operation.name.startswith("Put"):
                code = exists_code(self.operation, self.action.part, self.scene.region)
            if code is not None and not code[1]:
                words = f"The {' '.join(self._noun)} {records[0].name!r} has a {part} already."
                return self.refuse(code[0], words, 409)
        return self._update()

    def _tokens(self) -> list[str]:
        """Return the tokens by which a request tells a retry of it from another."""
        found = [self.params.get(name) for name in retry_tokens(self.operation)]
        return [token for token in found if isinstance(token, str) and token]

    def _must_not_replace(self) -> bool:
        """Tell whether a request that may ask to replace what is there does not."""
        shape: Any = self.operation.input_shape
        switch = next(
            (name for name in shape.members if name.lower() in ("overwrite", "allowoverwrite")), None
        )
        return switch is not None and not self.params.get(switch)

    def _again(self, existing: Record, answer: Answer) -> Outcome | None:
        """Answer a request to create what is there already; None where another may have the same name."""
        same = all(
            _says(existing.members.get(name.lower()), value)
            for name, value in self.params.items()
            if name not in self.operation.idempotent_members
        )
        is_retry = existing.names.get(_TOKEN, "") in self._tokens()
        code = exists_code(self.operation, self._noun, self.scene.region)
        if code is not None and not is_retry and not (same and code[1]):
            words = f"The {' '.join(self._noun)} {existing.name!r} already exists."
            return self.refuse(code[0], words, 409)
        if code is None and not is_retry and not same:
            return None
        return Outcome(self._show(answer, existing, fresh=True), True)

    def _created(
        self, fresh: Record, overlay: Overlay, response: Mapping[str, JsonValue], kinds: Sequence[str]
    ) -> Iterator[Record]:
        """Yield the records of what was created, by what names it in the request or in the answer."""
        output: Any = self.operation.output_shape
        top = {
            kind: value
            for name, value in response.items()
            if isinstance(value, str)
            and (kind := self._types.kind_in(name, self._noun)) is not None
            and (kind or name not in self.params)
        }
        shown = [
            (
                {kind: str(value[name]) for name, kind in reversed(view.members) if value.get(name)}
                or next(filter(None, (self._naming_members(each) for each in _structures(value))), {}),
                value,
            )
            for view, value in overlay.shown
        ]
        if not shown:
            outer = _structures(response)
            inner = [*outer, *(each for value in outer for each in _structures(value))]
            shown = [(names, value) for value in inner if (names := self._naming_members(value))][:1]
        if len({tuple(sorted(names.items())) for names, _ in shown}) <= 1:
            told = {**top, **(shown[0][0] if shown else {})}
            answered = {name.lower(): value for _, value in shown[:1] for name, value in value.items()}
            if not shown and output is not None:
                answered = {name.lower(): value for name, value in response.items()}
            shown = [(told, answered)]
        seen = set()
        for names, value in shown:
            all_names = {**names, **fresh.names}
            name = _chief(all_names, kinds)
            if tokens := self._tokens():
                all_names[_TOKEN] = tokens[0]
            if name is None or name in seen:
                continue
            seen.add(name)
            answered = {member.lower(): each for member, each in value.items()}
            members = {**answered, **fresh.members}
            yield replace(fresh, name=name, names=all_names, members=members)

    def _naming_members(self, value: Mapping[str, JsonValue]) -> dict[str, str]:
        return {
            kind: each
            for name, each in value.items()
            if isinstance(each, str) and (kind := self._types.kind_in(name, self._noun)) is not None
        }

    def _read(self) -> Outcome:
        records, missing, answer, ended = self._begin()
        if ended is not None:
            return ended
        if not records and not missing:
            return Outcome(self._show(answer), None)
        if not records:
            if not self._is_kept(self._noun):
                return Outcome(self._show(answer), None)
            refused = self._refuse_missing(missing[0], must=True)
            assert refused is not None
            return refused
        record = records[0]
        if self.action.part:
            return self._read_part(record, answer)
        return Outcome(self._show(answer, record), True)

    def _read_part(self, record: Record, answer: Answer) -> Outcome:
        part = " ".join(self.action.part)
        members = record.parts.get(part)
        if members is None or not members:
            code = missing_code(self.operation, self._noun, self.action.part)
            if code is None and members is not None:
                return self._read_removed(record, answer)
            if code is not None and (members is not None or code != missing_code(self.operation, self._noun)):
                words = f"The {' '.join(self._noun)} {record.name!r} has no {part}."
                return self.refuse(code, words, 404)
        return Outcome(self._show(answer, record), True)

    def _read_removed(self, record: Record, answer: Answer) -> Outcome:
        """Answer for a part that was taken away: with an error where something must be shown of it."""
        output: Any = self.operation.output_shape
        own = {name for name in output.members if self._types.kind_in(name, self._noun) is None}
        if own & set(output.required_members):
            code = missing_code(self.operation, self._noun) or self._invalid_code()
            words = f"The {' '.join(self._noun)} {record.name!r} has no {' '.join(self.action.part)}."
            return self.refuse(code, words, 404)
        for name in own.difference(output.required_members):
            (answer.response or {}).pop(name, None)
        return Outcome(answer, True)

    def _list(self) -> Outcome:
        if not shows(self.operation, self._noun) or not self._is_kept(self._noun):
            return self._use()
        records, missing = self._named()
        is_by_name = bool(records or missing)
        answer = self.make(there={self._noun: ()})
        if answer.error is not None and not self._has_token():
            return Outcome(answer, None)
        if refused := self._refuse_owner():
            return refused
        if missing:
            code = missing_code(self.operation, self._noun)
            if code is not None and not self._tells_missing():
                return self.refuse(code, f"The {' '.join(self._noun)} {missing[0]!r} does not exist.", 404)
        if not is_by_name:
            records = self.store.of_type(self.place, self._noun, self._owners())
        records, folders = self._grouped(self._filtered(records))
        answer = self.make(there={self._noun: [record.pairs() for record in records]})
        if answer.error is not None or answer.response is None:
            return Outcome(answer, None)
        answer = self._show(answer)
        assert answer.response is not None
        if folders is not None:
            answer.response["CommonPrefixes"] = [{"Prefix": folder} for folder in folders]
        if missing:
            self._tell_missing(answer.response, missing)
        return Outcome(answer, not missing)

    def _has_token(self) -> bool:
        pagination = find_pagination(self.operation)
        tokens = () if pagination is None else pagination.input_tokens
        return any(first_value(self.params, path) for path in tokens)

    def _filtered(self, records: list[Record]) -> list[Record]:
        """Leave the records that the request's filters ask for."""
        if has_unknown_filter(self.operation, self.params):
            return []
        demands = demands_of(self.operation, self.params, self.scene)
        if not demands or not records:
            return records
        answer = self.make(there={self._noun: [record.pairs() for record in records]}, whole=True)
        if answer.response is None:
            return records
        self._overlay().lay(answer.response)
        kept = list(range(len(records)))
        for path, demand in demands.items():
            listed, _, rest = path.partition("[]")
            entries = first_value(answer.response, listed) or ()
            if len(entries) != len(records):
                continue
            inside = rest.lstrip(".")
            kept = [
                number
                for number in kept
                if any(demand.admits(value) is not False for _, value in select(entries[number], inside))
            ]
        return [records[number] for number in kept]

    def _grouped(self, records: list[Record]) -> tuple[list[Record], list[str] | None]:
        """Put the records whose names go on after a delimiter into folders, where the request says so."""
        output: Any = self.operation.output_shape
        delimiter = self.params.get("Delimiter")
        if "CommonPrefixes" not in output.members or not delimiter:
            return records, None
        prefix = str(self.params.get("Prefix") or "")
        start = start_of(self.operation)
        after = str(self.params.get(start.param) or "") if start is not None else ""
        folders: dict[str, None] = {}
        plain = []
        for record in (record for record in records if not after or record.name.encode() > after.encode()):
            head, found, _ = record.name[len(prefix) :].partition(delimiter)
            if found:
                folders[prefix + head + delimiter] = None
            else:
                plain.append(record)
        return plain, list(folders)

    def _tells_missing(self) -> bool:
        output: Any = self.operation.output_shape
        return any(_is_trouble(name, shape) for name, shape in output.members.items())

    def _tell_missing(self, response: dict[str, JsonValue], missing: Sequence[str]) -> None:
        """Name what is not there in the list that the response has for it, such as ``failures``."""
        output: Any = self.operation.output_shape
        for name, shape in output.members.items():
            if not _is_trouble(name, shape):
                continue
            if shape.member.type_name == "string":
                response[name] = list(missing)
            elif shape.member.type_name == "structure":
                response[name] = [_trouble(shape.member, each, self._noun, self._types) for each in missing]
            return

    def _update(self) -> Outcome:
        records, missing, answer, ended = self._begin()
        if ended is not None:
            return ended
        if not records:
            if not missing or not self._is_kept(self._noun):
                return Outcome(self._show(answer), None)
            return self._refuse_missing(missing[0], must=True) or Outcome(answer, None)
        record = self._changed(records[0])
        if record.key != records[0].key:
            self.store.remove(records[0])
        self.store.put(record)
        return Outcome(self._show(answer, record), True)

    def _changed(self, record: Record) -> Record:
        """Return a record with what the request changes of it."""
        # Of several names in a request those that are not the resource's own are its new ones.
        named = {
            path: kind for path, kind in self.action.named.items() if isinstance(self.params.get(path), str)
        }
        renamed = {
            path: kind
            for path, kind in named.items()
            if len(named) > 1 and kind != "arn" and self.params[path] not in record.names.values()
        }
        own = self.action.naming - renamed.keys()
        sent = flat({name: value for name, value in self.params.items() if name not in own})
        if isinstance(sent.get("attributename"), str) and "attributevalue" in sent:
            sent["attributes"] = {sent.pop("attributename"): sent.pop("attributevalue")}
        known = record.members.get("attributes")
        if isinstance(sent.get("attributes"), dict) and isinstance(known, dict):
            sent["attributes"] = {**known, **sent["attributes"]}
        names = {**record.names, **{kind: self.params[path] for path, kind in renamed.items()}}
        for name, value in list(sent.items()):
            old = name.removeprefix("new")
            for kind, text in record.names.items():
                spelled = {kind, "".join(record.noun) + kind}
                if name.startswith("new") and old in spelled and isinstance(value, str) and text:
                    names[kind] = value
        shape: Any = self.operation.input_shape
        tags = tags_in(shape, self.params, self._noun)
        parts = dict(record.parts)
        if self.action.part:
            parts[" ".join(self.action.part)] = tuple(sent) or ("",)  # it is there, if nothing is said of it
        chief = next((kind for kind, text in record.names.items() if text == record.name), "")
        name = names.get(chief, record.name)
        return replace(
            record,
            name=name,
            names=names,
            members={**record.members, **sent},
            tags=record.tags if tags is None else tags,
            parts=parts,
        )

    def _delete(self) -> Outcome:
        records, missing, answer, ended = self._begin()
        if ended is not None:
            return ended
        if not records:
            refused = (
                self._refuse_missing(missing[0], must=False)
                if missing and self._is_kept(self._noun) and not self._tells_missing_of(missing)
                else None
            )
            return refused or Outcome(self._show(answer), None)
        if self.action.part:
            record = self._without_part(records[0])
            self.store.put(record)
            return Outcome(answer, True)
        answer = self._show(answer, records[0] if len(records) == 1 else None)
        for record in records:
            self._remove(record)
        return Outcome(answer, True)

    def _tells_missing_of(self, missing: Sequence[str]) -> bool:
        return len(missing) > 1 and self.operation.output_shape is not None and self._tells_missing()

    def _remove(self, record: Record) -> None:
        self.store.remove(record)
        for each in self.store.belonging_to(record):
            self._remove(each)

    def _without_part(self, record: Record) -> Record:
        part = " ".join(self.action.part)
        gone = set(record.parts.get(part, ()))
        members = {name: value for name, value in record.members.items() if name not in gone}
        return replace(record, members=members, parts={**record.parts, part: ()})

    # Tags.

    def _change_tags(self, change: Callable[[Record], Mapping[str, str]]) -> Outcome:
        records, missing, answer, ended = self._begin()
        if ended is not None:
            return ended
        if not records:
            noun = self._noun or ("resource",)
            code = missing_code(self.operation, noun) if missing else None
            if code is not None:
                return self.refuse(code, f"The resource {missing[0]!r} does not exist.", 404)
            records = [Record(self.place, ("resource",), name, {"arn": name}) for name in missing]
        for record in records:
            self.store.put(replace(record, tags=dict(change(record))))
        return Outcome(self._show(answer), True)

    def _tag(self) -> Outcome:
        shape: Any = self.operation.input_shape
        given = tags_in(shape, self.params) or {}
        if self.action.role == "retag":
            return self._change_tags(lambda record: given)
        return self._change_tags(lambda record: {**record.tags, **given})

    def _untag(self) -> Outcome:
        shape: Any = self.operation.input_shape
        own = self.action.naming
        keys = keys_in(shape, {name: value for name, value in self.params.items() if name not in own})
        return self._change_tags(
            lambda record: (
                {} if keys is None else {key: text for key, text in record.tags.items() if key not in keys}
            )
        )

    def _tags(self) -> Outcome:
        records, missing, answer, ended = self._begin()
        if ended is not None or answer.response is None:
            return ended or Outcome(answer, None)
        if not records:
            code = missing_code(self.operation, self._noun or ("resource",)) if missing else None
            if code is not None:
                return self.refuse(code, f"The resource {missing[0]!r} does not exist.", 404)
            return Outcome(answer, None)
        if not records[0].tags and (code := missing_code(self.operation, (), (*self._noun, "tag"))):
            return self.refuse(code, f"{records[0].name!r} has no tags.", 404)
        lay_tags(self.operation.output_shape, answer.response, records[0].tags)
        return Outcome(answer, True)


_TOKEN = "token"  # the kind of name that tells a retry of the request that created it

_STEPS: Mapping[str, Callable[[Step], Outcome]] = {
    "create": Step._create,
    "put": Step._create,
    "read": Step._read,
    "list": Step._list,
    "update": Step._update,
    "delete": Step._delete,
    "tag": Step._tag,
    "retag": Step._tag,
    "untag": Step._untag,
    "tags": Step._tags,
}


def _says(known: JsonValue, sent: JsonValue) -> bool:
    """Tell whether what is known says what was sent; of a structure or map, what was sent of it."""
    if isinstance(known, dict) and isinstance(sent, dict):
        return all(name in known and _says(known[name], value) for name, value in sent.items())
    return bool(known == sent)


def _is_naming(kind: str, kinds: Sequence[str]) -> bool:
    """Tell whether a name of a kind is one by which requests name a resource of the type."""
    return (
        kind in kinds
        or (kind in ("id", "identifier") and bool({"id", "identifier"} & set(kinds)))
        or (kind == "arn" and bool(kinds))
    )


def _structures(value: Mapping[str, JsonValue]) -> list[dict[str, JsonValue]]:
    return [each for each in value.values() if isinstance(each, dict)]


def _is_told(
    operation: OperationModel, noun: Noun, response: Mapping[str, JsonValue], names: Mapping[str, str]
) -> bool:
    """Tell whether all that names a created resource in its answer follows from the name in the request."""
    types = resource_types(operation.service_model)
    shown = [
        value
        for each in (response, *(inner for inner in response.values() if isinstance(inner, dict)))
        for member, value in each.items()
        if isinstance(value, str) and types.kind_in(member, noun) is not None
    ]
    return bool(shown and names) and all(value.endswith(tuple(names.values())) for value in shown)


def _chief(names: Mapping[str, str], kinds: Sequence[str]) -> str | None:
    """Return the name that tells a resource from others of its type."""
    alike = {"id": "identifier", "identifier": "id"}
    for kind in (
        *kinds,
        *(alike[kind] for kind in kinds if kind in alike),
        "id",
        "name",
        "identifier",
        "key",
        "",
    ):
        if names.get(kind):
            return names[kind]
    return next(iter(names.values()), None)


def _is_trouble(name: str, shape: Any) -> bool:
    words = words_of(name)
    is_about = not TROUBLE.isdisjoint(words) or "found" in words or "missing" in words or "unknown" in words
    return shape.type_name == "list" and is_about


def _trouble(shape: Any, name: str, noun: Noun, types: ResourceTypes) -> JsonValue:
    """Make the entry of a list of failures for what is not there."""
    made: dict[str, JsonValue] = {}
    for member, inner in shape.members.items():
        if inner.type_name != "string":
            continue
        last = words_of(member)[-1:]
        enum = inner.metadata.get("enum")
        if enum:
            made[member] = next((each for each in enum if "not" in each.lower()), enum[0])
        elif last in (("reason",), ("code",)) or "code" in words_of(member):
            made[member] = "MISSING"
        elif "message" in words_of(member) or last == ("detail",):
            made[member] = f"The {' '.join(noun)} {name!r} does not exist."
        elif types.kind_in(member, noun) is not None or last[0] in ("arn", "id", "name", "identifier"):
            made[member] = name
    return made
