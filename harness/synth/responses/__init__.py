"""Responses: built from a contract and a request, under the documented rules."""
