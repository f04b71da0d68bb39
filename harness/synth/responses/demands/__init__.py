"""What a request asks of the entries of a list: a status, a prefix, a time range, a filter by name, a tag.

Facts say which member of an entry a parameter speaks of, and where nobody has read that, proposals do. An
entry is made such that it is what was asked for.

Begin with `parameters`. `selection` makes a demand of a rule, `named_filters` of filters by name; `values`,
`parts`, `times`, `ordered`, `tags` and `combined` have the kinds of demands. `unshown` has the filters of
which nothing tells which member they go by, `far` the bounds beyond all times, `parting` the enumerations of
which each entry has one value, `sought` the structures that seek a text.
"""

from __future__ import annotations

from harness.synth.responses.demands.combined import Within
from harness.synth.responses.demands.demand import Demand, Parameter, nested
from harness.synth.responses.demands.far import is_beyond_all
from harness.synth.responses.demands.parameters import (
    asking_parameters,
    demands_of,
    empty_lists,
    has_unknown_filter,
)
from harness.synth.responses.demands.parting import Parted, parted_by, parting_parameters
from harness.synth.responses.demands.sought import nested_filters, sought_texts, texts_sought
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
    "nested_filters",
    "parted_by",
    "parting_parameters",
    "sought_texts",
    "texts_by_name",
    "texts_by_parameter",
    "texts_sought",
    "unshown_filters",
    "unshown_texts",
]
