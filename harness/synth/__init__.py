"""Layer 3: values, answers and whole exchanges made from contracts."""
