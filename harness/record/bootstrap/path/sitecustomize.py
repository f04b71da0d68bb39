"""Python imports this at start-up under ``harness record``, ``harness observe`` and ``--block-network``.

The user's own is run first.
"""

import importlib
import importlib.machinery
import importlib.util
import os
import sys

_here = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != _here]
_own = importlib.machinery.PathFinder.find_spec("sitecustomize", sys.path)
if _own is not None and _own.loader is not None:
    sys.modules["sitecustomize"] = importlib.util.module_from_spec(_own)
    _own.loader.exec_module(sys.modules["sitecustomize"])

_PROGRAMS = {
    "HARNESS_OBSERVE_TO": ("harness.report.program", "none of its calls are observed"),
    "HARNESS_RECORD_CASSETTE": ("harness.record.bootstrap", "none of its calls are recorded or played"),
    "HARNESS_CLOSED_SOCKETS": ("harness.record.bootstrap.sockets", "its sockets are not closed"),
}
for _variable, (_name, _missing) in _PROGRAMS.items():
    if _variable not in os.environ:
        continue
    try:
        _program = importlib.import_module(_name)
    except ImportError as _error:
        sys.stderr.write(
            f"harness: process {os.getpid()} runs without harness, so {_missing}: {sys.executable} cannot "
            f"import it ({_error}). Install aws-contract-harness in that environment.\n"
        )
    else:
        _program.start()
