"""The protocols, one module each: a codec, a binding and a form for errors put together."""
