"""Whose request is it: the service and region of a bare HTTP request."""
