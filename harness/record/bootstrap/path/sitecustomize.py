"""Python imports this at start-up under ``harness record`` and ``harness observe``; the user's own is run."""

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

try:
    _program = importlib.import_module(
        "harness.report.program" if "HARNESS_OBSERVE_TO" in os.environ else "harness.record.bootstrap"
    )
except ImportError as _error:
    sys.stderr.write(
        f"harness: nothing is seen, because {sys.executable} cannot import harness ({_error}). "
        "Install aws-contract-harness in that environment.\n"
    )
else:
    _program.start()
