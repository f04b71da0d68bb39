"""Values of shapes: valid by the model, and such as a reader believes."""
