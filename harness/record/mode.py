"""The record modes: what is played, what is recorded, and what becomes of the recordings there are."""

from __future__ import annotations

from enum import StrEnum


class RecordMode(StrEnum):
    """How a cassette is used; the names are those of VCR, vcrpy and pytest-recording.

    Attributes:
        NONE: play only; a call that was not recorded fails, and nothing reaches the network.
        ONCE: record everything if there is no cassette yet, else as `NONE`.
        NEW_EPISODES: play what was recorded, record and add the rest.
        ALL: record every call anew; a new recording takes the place of those of the same request,
            the others stay.
        REWRITE: record every call anew; the cassette holds only those in the end.
    """

    NONE = "none"
    ONCE = "once"
    NEW_EPISODES = "new_episodes"
    ALL = "all"
    REWRITE = "rewrite"
