"""Laws: what a contract promises of every call, held to an endpoint's operations with Hypothesis."""

from __future__ import annotations
