"""Layer 5: what was checked, for people and for programs."""
