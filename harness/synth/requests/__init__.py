"""Requests: examples that a person would send, and their repair under the documented rules."""
