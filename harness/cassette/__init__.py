"""Cassettes in vcrpy's format, with harness's own facts beside each interaction."""
