"""The recognisers: one function per kind of rule, ``(passage, sentence)`` to rules without source."""
