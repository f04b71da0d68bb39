"""Layer 4: laws that Hypothesis holds an endpoint, a paginator, or the code that calls them to."""

from __future__ import annotations
