"""What a synthetic AWS remembers, if asked: resources that were created, changed and deleted."""
