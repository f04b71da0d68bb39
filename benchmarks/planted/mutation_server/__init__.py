"""A server of AWS operations that is correct, or makes one mistake that it is told to make.

It was written from the documentation of the operations alone.
"""

from . import (
    eighth_x_bugs,
    eighth_y_bugs,
    fifth_x_bugs,
    fifth_y_bugs,
    fourth_x_bugs,
    fourth_y_bugs,
    fresh_bugs,
    ninth_x_bugs,
    ninth_y_bugs,
    seventh_x_bugs,
    seventh_y_bugs,
    seventh_z_bugs,
    sixth_x_bugs,
    sixth_y_bugs,
    third_x_bugs,
    third_y_bugs,
)
from .bugs import BUGS
from .model import Bug
from .server import OPERATIONS, make_server, running

__all__ = [
    "BUGS",
    "OPERATIONS",
    "Bug",
    "eighth_x_bugs",
    "eighth_y_bugs",
    "fifth_x_bugs",
    "fifth_y_bugs",
    "fourth_x_bugs",
    "fourth_y_bugs",
    "fresh_bugs",
    "make_server",
    "ninth_x_bugs",
    "ninth_y_bugs",
    "running",
    "seventh_x_bugs",
    "seventh_y_bugs",
    "seventh_z_bugs",
    "sixth_x_bugs",
    "sixth_y_bugs",
    "third_x_bugs",
    "third_y_bugs",
]
