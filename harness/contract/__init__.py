"""Layer 1: what an operation documents, as schemas and rules, and what breaks them."""
