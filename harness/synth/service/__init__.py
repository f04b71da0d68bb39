"""The synthetic AWS as a service: dispatch, faults, overrides and refusals."""
