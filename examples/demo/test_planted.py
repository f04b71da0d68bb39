"""A planted mistake: DynamoDB documents a Limit of at most 100, which neither botocore nor moto enforces."""

import pytest
from inventory import inventory


@pytest.mark.cassette
def test_inventory_with_large_pages():
    assert inventory(page_size=1000)["tables"] == ["customers"]
