"""Find the service and the operation that a page is about in the installed botocore."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping

from botocore.model import ServiceModel
from botocore.utils import get_service_module_name

from harness.models.endpoints import all_metadata
from harness.models.loader import load_service, method_name, service_names


def find_service(client: str, method: str, name: str | None = None) -> ServiceModel | None:
    """Find the service whose client class has a name.

    Args:
        client: the client class on the page, such as ``"CloudWatchInternetMonitor"``.
        method: the documented method, which decides between services of one class name.
        name: the service's name, when the page tells it.

    Returns:
        The installed model, or None when botocore has no service with that client class.
    """
    guess = client.lower()
    known = [
        found for found in service_names() if found == name or (not name and found.replace("-", "") == guess)
    ]
    models = [model for model in map(load_service, known) if get_service_module_name(model) == client]
    if not models and not name:
        models = [load_service(found) for found in _services_by_client().get(client, ())]
    with_method = (model for model in models if find_operation_name(model, method))
    return next(with_method, models[0] if models else None)


@functools.cache
def _services_by_client() -> Mapping[str, tuple[str, ...]]:
    """Index all services by client class, which botocore makes of their metadata."""
    index: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for name, metadata in all_metadata().items():
        index[get_service_module_name(ServiceModel({"metadata": metadata}, name))] += (name,)
    return index


def find_operation_name(model: ServiceModel, method: str) -> str | None:
    """Return the API's name of a client method, or None when the model has no such operation."""
    return next((name for name in model.operation_names if method_name(name) == method), None)


def derive_operation_name(method: str) -> str:
    """Make an API name of a method's: ``"list_trails"`` gives ``"ListTrails"``."""
    return "".join(word[:1].upper() + word[1:] for word in method.split("_"))
