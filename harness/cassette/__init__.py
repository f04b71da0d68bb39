"""Cassettes in vcrpy's format, with harness's own facts next to each interaction."""
