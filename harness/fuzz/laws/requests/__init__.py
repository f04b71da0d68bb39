"""What a server must accept, what it must refuse and how, and what it must take for granted."""

from __future__ import annotations
