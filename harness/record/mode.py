"""The record modes: what is played, what is recorded, and what becomes of the recordings there are."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

ModeName = Literal["none", "once", "new_episodes", "all", "rewrite"]
"""The name of a `RecordMode`."""


class RecordMode(StrEnum):
    """How a cassette is used; the names are those of VCR, vcrpy and pytest-recording.

    Attributes:
        NONE: play only; a call that was not recorded fails, and nothing reaches the network.
        ONCE: record everything if there is no cassette yet, else as `NONE`.
        NEW_EPISODES: play what was recorded, record and add the rest.
        ALL: record every call again; a new recording replaces those of the same request, the others stay.
        REWRITE: record every call again; in the end the cassette holds only the new recordings.
    """

    NONE = "none"
    ONCE = "once"
    NEW_EPISODES = "new_episodes"
    ALL = "all"
    REWRITE = "rewrite"
