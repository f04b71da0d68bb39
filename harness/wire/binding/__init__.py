"""Bindings: where in an HTTP message members travel."""
