"""Layer 0: botocore's service models and documentation pages, as botocore's own ``OperationModel``."""

from __future__ import annotations

from harness.models.loader import (
    botocore_version,
    find_named,
    find_operation,
    keep_model,
    load_service,
    method_name,
    operations,
    parse_operation_name,
    service_names,
)

__all__ = [
    "botocore_version",
    "find_named",
    "find_operation",
    "keep_model",
    "load_service",
    "method_name",
    "operations",
    "parse_operation_name",
    "service_names",
]
