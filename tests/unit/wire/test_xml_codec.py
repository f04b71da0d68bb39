"""XML is read by the quick parser where that is safe, and alike by the other."""

from __future__ import annotations

import pytest

from harness.models import load_service
from harness.wire.codec.xml_codec import XML, load_xml
from harness.wire.errors import UnreadableMessage

TEXT = "<a><b>é</b></a>"
ENTITY = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    "body",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        f"<?xml version='1.0' encoding='UTF-8'?>\n{TEXT}".encode(),
        f'<?xml version="1.0" encoding="iso-8859-1"?>{TEXT}'.encode("latin-1"),
        f'<?xml version="1.0" encoding="utf-16"?>{TEXT}'.encode("utf-16"),
        TEXT.encode("utf-16"),
    ],
)
def test_every_encoding_is_read(body: bytes) -> None:
    assert [child.text for child in load_xml(body)] == ["é"]


@pytest.mark.parametrize(
    "body",
    [
        ENTITY.encode(),
        f"<?xml version='1.0' encoding='utf-8'?>{ENTITY}".encode(),
        f"<?xml version='1.0' encoding='iso-8859-1'?>{ENTITY}".encode("latin-1"),
        b"<?xml version='1.0' encoding='cp037'?>" + ENTITY.encode("cp037"),
        ENTITY.encode("utf-16"),
        f"<!-- {'x' * 70_000} -->{ENTITY}".encode(),
    ],
)
def test_a_document_type_is_refused_in_every_encoding(body: bytes) -> None:
    with pytest.raises(UnreadableMessage):
        load_xml(body)


def test_flattened_and_repeated_and_unknown_elements() -> None:
    shape = load_service("s3").operation_model("ListObjectsV2").output_shape
    body = b"""<ListBucketResult><Name>one</Name><Contents><Key>a</Key></Contents><New>1</New><Name>two</Name>
        <Contents><Key>b</Key></Contents><CommonPrefixes><Prefix>p</Prefix></CommonPrefixes></ListBucketResult>"""
    assert XML.decode(shape, body) == {
        "Name": "one",
        "Contents": [{"Key": "a"}, {"Key": "b"}],
        "CommonPrefixes": [{"Prefix": "p"}],
        "New": "1",
    }
