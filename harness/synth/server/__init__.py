"""The synthetic AWS as a local HTTP endpoint, on aiohttp's low-level server (extra ``serve``)."""
