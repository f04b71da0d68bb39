"""Where files are written while the cases run: in memory, if there is such a folder."""

from __future__ import annotations

import os

SCRATCH = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
