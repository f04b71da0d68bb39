"""Documentation to rules: deterministic, offline."""
