"""The kinds of rules, a module each, named as the kind: ``same_length`` has `SameLength`."""
