"""The old recognisers, as a drafter: what they propose saves a reader typing, and claims nothing."""
