"""Parameters of calls as recordings hold them."""

from __future__ import annotations

import json

from harness.models import find_operation
from harness.record.key import params_of_call


def test_what_json_lacks_is_told_by_what_it_holds() -> None:
    params = {"VpcIds": {"b", "a"}, "MaxResults": 1 + 0j, "Filters": [{"Name": frozenset(("d", "c"))}]}
    found = params_of_call(find_operation("ec2", "DescribeVpcs"), params)
    assert found == {"VpcIds": ["a", "b"], "MaxResults": "(1+0j)", "Filters": [{"Name": ["c", "d"]}]}
    assert json.loads(json.dumps(found)) == found
    body = {"Bucket": "reports", "Key": "file", "Body": memoryview(b"content")}
    assert params_of_call(find_operation("s3", "PutObject"), body)["Body"] == "Y29udGVudA=="
