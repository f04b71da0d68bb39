"""The synthetic AWS as a local HTTP endpoint, on aiohttp's low-level server (extra ``serve``)."""

from __future__ import annotations

from harness.errors import require

for _module in ("aiohttp", "h2"):
    require(_module, task="harness serve", extra="serve")
