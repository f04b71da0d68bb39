"""Which exchange continues which: the chains of pages that tokens lead through."""
