"""Requests for what does not exist, and other requests that documentation says are refused."""

from __future__ import annotations
