"""What a request asks of the entries of a list: a status, a prefix, a time range, a filter by name, a tag.

Facts say which member of an entry a parameter speaks of, and where nobody has read that, proposals do. An
entry is made such that it is what was asked for.

Begin with `parameters`. `selection` makes a demand of a rule, `named_filters` of filters by name; `values`,
`parts`, `times`, `ordered`, `tags` and `combined` have the kinds of demands. `hidden_filters` has those of
which nothing tells which member they go by, `beyond_all_times` bounds in other centuries, `partitions` the
enumerations of which each entry has one value, `search_filters` the structures that seek a text.
"""

from __future__ import annotations

from harness.synth.responses.demands.beyond_all_times import is_beyond_all
from harness.synth.responses.demands.combined import Within
from harness.synth.responses.demands.demand import Demand, Parameter, nested
from harness.synth.responses.demands.hidden_filters import (
    documented_filters,
    filters_not_shown,
    hidden_texts,
    texts_by_name,
    texts_by_parameter,
)
from harness.synth.responses.demands.parameters import (
    asking_parameters,
    demands_of,
    empty_lists,
    has_unknown_filter,
)
from harness.synth.responses.demands.partitions import Partition, partition_of, partition_parameters
from harness.synth.responses.demands.search_filters import filters_by_text, nested_filters, searched_texts
from harness.synth.responses.demands.tags import Tagged
from harness.synth.responses.demands.times import Between

__all__ = [
    "Between",
    "Demand",
    "Parameter",
    "Partition",
    "Tagged",
    "Within",
    "asking_parameters",
    "demands_of",
    "documented_filters",
    "empty_lists",
    "filters_by_text",
    "filters_not_shown",
    "has_unknown_filter",
    "hidden_texts",
    "is_beyond_all",
    "nested",
    "nested_filters",
    "partition_of",
    "partition_parameters",
    "searched_texts",
    "texts_by_name",
    "texts_by_parameter",
]
