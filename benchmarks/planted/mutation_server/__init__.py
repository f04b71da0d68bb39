"""A server of thirteen AWS operations that is correct, or makes one mistake that it is told to make.

It was written from the documentation of the operations alone.
"""

from .bugs import BUGS
from .model import Bug
from .operations import OPERATIONS
from .server import make_server, running

__all__ = ["BUGS", "OPERATIONS", "Bug", "make_server", "running"]
