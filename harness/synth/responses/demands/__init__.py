"""What a request asks of the entries of a list: a status, a prefix, a time range, a filter by name, a tag.

Which member of an entry a parameter speaks of follows from their names and shapes; where it does not, from
``facts.toml``. An entry is made such that it is what was asked for, and judged by the same.

Begin with `parameters`, which finds what asks for something. There is a module for each kind of demand:
`values`, `flags`, `parts`, `times`, `tags`, `named_filters`, `stated`. `combined` makes demands of others,
`unshown` finds the filters of which nothing tells which member they go by, `far` the bounds beyond all times,
`parting` the enumerations of which each entry has one value, `sought` the structures that seek a text.
"""

from __future__ import annotations

from harness.synth.responses.demands.combined import Within
from harness.synth.responses.demands.demand import Demand, Parameter, nested
from harness.synth.responses.demands.far import FAR_FUTURE, FAR_PAST, is_beyond_all, time_bounds
from harness.synth.responses.demands.parameters import (
    asking_parameters,
    demands_of,
    empty_lists,
    has_unknown_filter,
)
from harness.synth.responses.demands.parting import Parted, parted_by, parting_parameters
from harness.synth.responses.demands.parts import part_of
from harness.synth.responses.demands.sought import sought_texts, texts_sought
from harness.synth.responses.demands.tags import Tagged
from harness.synth.responses.demands.times import Between
from harness.synth.responses.demands.unshown import (
    documented_filters,
    texts_by_name,
    texts_by_parameter,
    unshown_filters,
    unshown_texts,
)

__all__ = [
    "FAR_FUTURE",
    "FAR_PAST",
    "Between",
    "Demand",
    "Parameter",
    "Parted",
    "Tagged",
    "Within",
    "asking_parameters",
    "demands_of",
    "documented_filters",
    "empty_lists",
    "has_unknown_filter",
    "is_beyond_all",
    "nested",
    "part_of",
    "parted_by",
    "parting_parameters",
    "sought_texts",
    "texts_by_name",
    "texts_by_parameter",
    "texts_sought",
    "time_bounds",
    "unshown_filters",
    "unshown_texts",
]
