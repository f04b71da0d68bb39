"""The workshop of facts: who reads AWS's documentation here writes what it says as data."""
