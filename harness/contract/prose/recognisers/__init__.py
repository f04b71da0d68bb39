"""The recognisers: one function per kind of sentence, ``(passage, sentence)`` to rules without their source."""
