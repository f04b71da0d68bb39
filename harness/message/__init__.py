"""Edit recorded messages."""
