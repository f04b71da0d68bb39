"""Python imports this at start-up under ``harness record``: start recording, then run the user's own."""

import importlib
import importlib.util
import os
import sys

_here = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != _here]
del sys.modules["sitecustomize"]
if importlib.util.find_spec("sitecustomize") is not None:
    importlib.import_module("sitecustomize")  # the one that this file stands in front of

try:
    from harness.record import bootstrap
except ImportError as error:
    sys.stderr.write(
        f"harness: nothing is recorded, because {sys.executable} cannot import harness ({error}). "
        "Install aws-contract-harness in that environment.\n"
    )
else:
    bootstrap.start()
