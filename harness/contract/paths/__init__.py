"""How a place in a request or a response is named, and how what stands there is found.

Two spellings name a place. A member path, ``Tags[].Key``, is what rules write: it names the values of all
entries. A JSON pointer, ``/Tags/0/Key``, is what findings write: it names one value.
"""
