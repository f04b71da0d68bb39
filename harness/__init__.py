"""Record, replay, check, fuzz and synthesise AWS API exchanges, held to their documented contract."""
