"""Find the service and region of a bare HTTP request."""
