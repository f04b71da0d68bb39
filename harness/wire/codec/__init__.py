"""Body codecs: how values look in a body."""
