"""Names of places in requests and responses, and the values at them.

Two spellings name a place. A member path, ``Tags[].Key``, is what rules write: it names the values of all
entries. A JSON pointer, ``/Tags/0/Key``, is what findings write: it names one value.
"""
