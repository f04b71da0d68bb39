"""What a run found, as JSON and as tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from cases import Case
from probes import Outcome

Found = dict[str, dict[str, str]]  # by case, then by place: what was seen
BESIDE_RECORDINGS = ("output:", "miss-", "harness ")


@dataclass
class Result:
    """What became of the cases of a run."""

    secrets: list[Case]
    innocents: list[Case]
    leaks: Found = field(default_factory=lambda: defaultdict(dict))
    changes: Found = field(default_factory=lambda: defaultdict(dict))
    probes: Counter[str] = field(default_factory=Counter)
    trouble: list[tuple[str, str, str, str | None]] = field(default_factory=list)  # what could not be judged
    commands: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        """Count an outcome."""
        kind = "innocent" if outcome.case.secret is None else "secret"
        self.probes[f"{kind} {outcome.verdict}"] += 1
        if outcome.verdict == "leak":
            self.leaks[outcome.case.id][outcome.place] = outcome.detail or ""
        elif outcome.verdict == "changed":
            self.changes[outcome.case.id][outcome.place] = outcome.detail or ""
        elif outcome.verdict not in ("clean", "same"):
            self.trouble.append((outcome.case.id, outcome.place, outcome.verdict, outcome.detail))

    @property
    def recorded(self) -> set[str]:
        """The cases whose secret is in a recording that their own probe made."""
        return {
            name
            for name, places in self.leaks.items()
            if any(not place.startswith(BESIDE_RECORDINGS) for place in places)
        }

    @property
    def places(self) -> Counter[str]:
        """How many cases leaked at each place."""
        return Counter(place for places in self.leaks.values() for place in places)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "secrets": len(self.secrets),
            "innocents": len(self.innocents),
            "probes": dict(sorted(self.probes.items())),
            "leaked": len(self.leaks),
            "leaked_in_recordings": len(self.recorded),
            "changed": len(self.changes),
            "commands": self.commands,
            "seconds": self.seconds,
            "leaked_by_group": by_group(self.secrets, set(self.leaks)),
            "changed_by_group": by_group(self.innocents, set(self.changes)),
            "leaks_by_place": dict(self.places.most_common()),
            "leaks": self.leaks,
            "changes": self.changes,
            "trouble": self.trouble,
        }

    def tables(self) -> str:
        """For people: Markdown."""
        leaked, recorded = groups(self.secrets, set(self.leaks)), groups(self.secrets, self.recorded)
        changed = groups(self.innocents, set(self.changes))
        secrets, innocents = groups(self.secrets), groups(self.innocents)
        return "\n".join(
            [
                "| group | cases | leaked | of them in recordings |",
                "| --- | ---: | ---: | ---: |",
                *(f"| {one} | {secrets[one]} | {leaked[one]} | {recorded[one]} |" for one in sorted(secrets)),
                f"| **all** | {len(self.secrets)} | {len(self.leaks)} | {len(self.recorded)} |",
                "",
                "| innocents | cases | changed |",
                "| --- | ---: | ---: |",
                *(f"| {one} | {innocents[one]} | {changed[one]} |" for one in sorted(innocents)),
                f"| **all** | {len(self.innocents)} | {len(self.changes)} |",
                "",
                "| place of a leak | cases |",
                "| --- | ---: |",
                *(f"| {place} | {count} |" for place, count in self.places.most_common()),
            ]
        )

    def details(self) -> str:
        """Every leak and every change."""
        lines = [f"leak {name} {places}" for name, places in sorted(self.leaks.items())]
        return "\n".join(
            lines + [f"changed {name} {places}" for name, places in sorted(self.changes.items())]
        )


def groups(cases: list[Case], names: set[str] | None = None) -> Counter[str]:
    """How many cases each group has, of those with these names."""
    return Counter(case.group for case in cases if names is None or case.id in names)


def by_group(cases: list[Case], names: set[str]) -> dict[str, list[str]]:
    """The names of cases by group."""
    grouped = defaultdict(list)
    for case in cases:
        if case.id in names:
            grouped[case.group].append(case.id)
    return {group: sorted(some) for group, some in grouped.items()}
