"""Cassettes of vcrpy, VCR, betamax and cassetter. The layouts are those tools'; what they say is invented."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from vcr.migration import try_migrate

from harness.cassette.errors import ForeignRecording
from harness.cassette.exchange import exchange_of
from harness.cassette.importers import CannotImport, Imported, NotCassette, load_vcr
from harness.cassette.store import load_cassette

VCRPY = """
interactions:
- request:
    method: POST
    uri: https://dynamodb.us-east-1.amazonaws.com/
    headers: {X-Amz-Target: [DynamoDB_20120810.ListTables], Content-Type: [application/x-amz-json-1.0]}
    body: '{"Limit": 3}'
  response:
    status: {code: 200, message: OK}
    headers: {Content-Type: [application/x-amz-json-1.0], Date: ['Sat, 21 Nov 2026 10:00:00 GMT']}
    body: {string: '{"TableNames": ["orders"]}'}
version: 1
"""

PARSED = """
interactions:
- request:
    headers: {X-Amz-Target: [DynamoDB_20120810.ListTables], Content-Type: [application/x-amz-json-1.0]}
    method: POST
    parsed_body: {Limit: 3}
    uri: https://dynamodb.us-east-1.amazonaws.com/
  response:
    headers: {content-type: [application/x-amz-json-1.0], Date: ['Sat, 21 Nov 2026 10:00:00 GMT']}
    parsed_body: {TableNames: [orders]}
    status: {code: 200, message: OK}
"""

VCRPY_0 = """
- request: !!python/object:vcr.request.Request
    body: !!python/unicode '{"Limit": 3}'
    headers: !!python/object/apply:__builtin__.frozenset
    - - !!python/tuple [X-Amz-Target, DynamoDB_20120810.ListTables]
      - !!python/tuple [Content-Type, application/x-amz-json-1.0]
    host: dynamodb.us-east-1.amazonaws.com
    method: POST
    path: /
    port: 443
    protocol: https
  response:
    body: {string: !!python/unicode '{"TableNames": ["orders"]}'}
    headers: ["Content-Type: application/x-amz-json-1.0\\r\\n", "Date: Sat, 21 Nov 2026 10:00:00 GMT\\r\\n"]
    status: {code: 200, message: OK}
"""

VCRPY_0_JSON = json.dumps(
    [
        {
            "request": {
                "body": '{"Limit": 3}',
                "headers": {
                    "X-Amz-Target": "DynamoDB_20120810.ListTables",
                    "Content-Type": "application/x-amz-json-1.0",
                },
                "host": "dynamodb.us-east-1.amazonaws.com",
                "method": "POST",
                "path": "/",
                "port": 443,
                "protocol": "https",
            },
            "response": {
                "body": {"string": '{"TableNames": ["orders"]}'},
                "headers": ["Date: Sat, 21 Nov 2026 10:00:00 GMT\r\n"],
                "status": {"code": 200, "message": "OK"},
            },
        }
    ]
)

RUBY = """---
http_interactions:
- request:
    method: post
    uri: https://dynamodb.us-east-1.amazonaws.com/
    body:
      encoding: UTF-8
      string: '{"Limit":3}'
    headers:
      Content-Type:
      - application/x-amz-json-1.0
      X-Amz-Target:
      - DynamoDB_20120810.ListTables
  response:
    status:
      code: 200
      message: OK
    headers:
      Content-Type:
      - application/x-amz-json-1.0
    body:
      encoding: ASCII-8BIT
      base64_string: |
        eyJUYWJsZU5hbWVz
        IjpbIm9yZGVycyJdfQ==
    http_version: null
  recorded_at: Sat, 21 Nov 2026 10:00:00 GMT
recorded_with: VCR 6.3.1
"""

RUBY_BINARY = RUBY.replace(
    """      base64_string: |
        eyJUYWJsZU5hbWVz
        IjpbIm9yZGVycyJdfQ==
""",
    "      string: !binary |-\n        eyJUYWJsZU5hbWVzIjpbIm9yZGVycyJdfQ==\n",
)

RUBY_1 = """---
- !ruby/struct:VCR::HTTPInteraction
  request: !ruby/struct:VCR::Request
    method: :post
    uri: https://dynamodb.us-east-1.amazonaws.com:443/
    body: '{"Limit":3}'
    headers:
      content-type:
      - application/x-amz-json-1.0
      x-amz-target:
      - DynamoDB_20120810.ListTables
  response: !ruby/struct:VCR::Response
    status: !ruby/struct:VCR::ResponseStatus
      code: 200
      message: OK
    headers:
      date:
      - Sat, 21 Nov 2026 10:00:00 GMT
    body: '{"TableNames":["orders"]}'
    http_version: "1.1"
"""

BETAMAX = json.dumps(
    {
        "http_interactions": [
            {
                "request": {
                    "body": {"encoding": "utf-8", "string": '{"Limit": 3}'},
                    "headers": {"X-Amz-Target": ["DynamoDB_20120810.ListTables"]},
                    "method": "POST",
                    "uri": "https://dynamodb.us-east-1.amazonaws.com/",
                },
                "response": {
                    "body": {"encoding": "utf-8", "string": '{"TableNames": ["orders"]}'},
                    "headers": {},
                    "status": {"code": 200, "message": "OK"},
                    "url": "https://dynamodb.us-east-1.amazonaws.com/",
                },
                "recorded_at": "2026-11-21T10:00:00",
            }
        ],
        "recorded_with": "betamax/0.9.0",
    }
)

CASSETTER = """version: 1
interactions:
- request:
    method: POST
    uri: https://dynamodb.us-east-1.amazonaws.com/
    headers:
      x-amz-target: [DynamoDB_20120810.ListTables]
    body:
      type: json
      content: {Limit: 3}
  response:
    status: 200
    headers: {}
    body:
      type: binary
      content: 7b225461626c654e616d6573223a5b226f7264657273225d7d
  recorded_at: 2026-11-21T10:00:00Z
"""

CASSETTER_TOML = """version = 1

[[interactions]]
recorded_at = "2026-11-21T10:00:00Z"

[interactions.request]
method = "POST"
uri = "https://dynamodb.us-east-1.amazonaws.com/"
body_type = "json"
body_content = '{"Limit":3}'

[interactions.request.headers]
x-amz-target = ["DynamoDB_20120810.ListTables"]

[interactions.response]
status = 200
body_type = "text"
body_content = '{"TableNames":["orders"]}'

[interactions.response.headers]
"""

GO = """---
version: 1
interactions:
- request:
    body: '{"Limit": 3}'
    form: {}
    headers: {X-Amz-Target: [DynamoDB_20120810.ListTables]}
    url: https://dynamodb.us-east-1.amazonaws.com/
    method: POST
  response:
    body: '{"TableNames": ["orders"]}'
    headers: {Date: ['Sat, 21 Nov 2026 10:00:00 GMT']}
    status: 200 OK
    code: 200
    duration: 120ms
"""

TABLES = b'{"TableNames": ["orders"]}'

R_1 = """http_interactions:
- request:
    method: post
    uri: https://dynamodb.us-east-1.amazonaws.com/
    body: {encoding: '', string: '{"Limit":3}'}
    headers: {X-Amz-Target: DynamoDB_20120810.ListTables}
  response:
    status: {status_code: '200', category: Success, reason: OK, message: 'Success: (200) OK'}
    headers: {status: HTTP/1.1 200 OK}
    body: {encoding: UTF-8, file: no, string: '{"TableNames":["orders"]}'}
  recorded_at: 2026-11-21 10:00:00 GMT
  recorded_with: vcr/1.0.2, webmockr/0.8.0
"""

R_2 = R_1.replace(
    "{status_code: '200', category: Success, reason: OK, message: 'Success: (200) OK'}", "200"
).replace(
    """{encoding: UTF-8, file: no, string: '{"TableNames":["orders"]}'}""",
    f"{{raw_gzip: {base64.b64encode(gzip.compress(TABLES)).decode()}}}",
)

LANGCHAIN = """requests:
- body: !!binary |
    eyJMaW1pdCI6IDN9
  headers: {X-Amz-Target: [DynamoDB_20120810.ListTables]}
  method: POST
  uri: https://dynamodb.us-east-1.amazonaws.com/
responses:
- body: {string: '{"TableNames": ["orders"]}'}
  headers: {Date: ['Sat, 21 Nov 2026 10:00:00 GMT']}
  status: {code: 200, message: OK}
"""


def load(folder: Path, text: str, ending: str = "yaml") -> Imported:
    path = folder / f"cassette.{ending}"
    path.write_bytes(gzip.compress(text.encode()) if ending.endswith(".gz") else text.encode())
    return load_vcr(path)


@pytest.mark.parametrize(
    ("text", "ending", "tool"),
    [
        pytest.param(VCRPY, "yaml", "vcrpy", id="vcrpy"),
        pytest.param(PARSED, "yaml", "vcrpy", id="parsed-body-no-version"),
        pytest.param(VCRPY_0, "yaml", "vcrpy before 1.0", id="vcrpy-0"),
        pytest.param(VCRPY_0_JSON, "json", "vcrpy before 1.0", id="vcrpy-0-json"),
        pytest.param(RUBY, "yml", "VCR 6.3.1", id="ruby"),
        pytest.param(RUBY_BINARY, "yml", "VCR 6.3.1", id="ruby-binary"),
        pytest.param(RUBY_1, "yml", "VCR 1", id="ruby-1"),
        pytest.param(BETAMAX, "json", "betamax", id="betamax"),
        pytest.param(CASSETTER, "yaml", "cassetter", id="cassetter"),
        pytest.param(CASSETTER_TOML, "toml", "cassetter", id="cassetter-toml"),
        pytest.param(GO, "yaml", "go-vcr", id="go-vcr"),
        pytest.param(R_1, "yml", "VCR", id="r-1"),
        pytest.param(R_2, "yml", "VCR", id="r-2"),
        pytest.param(LANGCHAIN, "yaml", "langchain's tests", id="langchain"),
        pytest.param(LANGCHAIN, "yaml.gz", "langchain's tests", id="langchain-compressed"),
    ],
)
def test_every_layout_tells_the_same_exchange(tmp_path: Path, text: str, ending: str, tool: str) -> None:
    imported = load(tmp_path, text, ending)
    (interaction,) = imported.interactions
    assert (imported.left_out, imported.altered) == ((), ())
    assert interaction.request.method == "POST"
    assert interaction.facts is not None
    assert interaction.facts.source in (
        f"https://dynamodb.us-east-1.amazonaws.com{port} ({tool})" for port in ("", ":443")
    )
    exchange = exchange_of(interaction)
    assert exchange.name == "dynamodb.ListTables"
    assert exchange.region == "us-east-1"
    assert exchange.params == {"Limit": 3}
    assert exchange.response == {"TableNames": ["orders"]}
    assert exchange.time == "2026-11-21T10:00:00Z"


@pytest.mark.parametrize(
    ("text", "ending", "tool"),
    [
        (GO, "yaml", "go-vcr"),
        (CASSETTER, "yaml", "cassetter"),
        (LANGCHAIN, "yaml", "langchain's tests"),
        (LANGCHAIN, "yaml.gz", "a tool that compresses its files"),
        (R_1, "yml", "VCR"),
    ],
)
def test_what_has_another_layout_is_named_with_its_import(
    tmp_path: Path, text: str, ending: str, tool: str
) -> None:
    path = tmp_path / f"cassette.{ending}"
    path.write_bytes(gzip.compress(text.encode()) if ending.endswith(".gz") else text.encode())
    with pytest.raises(ForeignRecording) as caught:
        load_cassette(path)
    assert (caught.value.tool, caught.value.form) == (tool, "vcr")


def test_a_merge_conflict_is_not_imported(tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match=r"line 2: it has a merge conflict of git\. Nothing was imported"):
        load(tmp_path, "interactions:\n<<<<<<< HEAD\n- 1\n=======\n- 2\n>>>>>>> other\nversion: 1")


@pytest.mark.parametrize(("text", "ending"), [(VCRPY_0, "yaml"), (VCRPY_0_JSON, "json")])
def test_before_1_0_is_read_as_vcrpys_own_migration_reads_it(tmp_path: Path, text: str, ending: str) -> None:
    before = load(tmp_path, text, ending)
    assert try_migrate(str(tmp_path / f"cassette.{ending}"))
    after = load_vcr(tmp_path / f"cassette.{ending}")
    assert len(after.interactions) == 1
    for one, other in zip(before.interactions, after.interactions, strict=True):
        assert one.response == other.response
        assert dict(one.request.headers) == dict(other.request.headers)  # a set in YAML, without an order
        assert replace(one.request, headers=()) == replace(other.request, headers=())


def test_what_is_no_request_to_aws_is_left_out_and_told(tmp_path: Path) -> None:
    foreign = VCRPY.replace("https://dynamodb.us-east-1.amazonaws.com/", "https://example.com/api?key=x")
    foreign = foreign.replace("X-Amz-Target: [DynamoDB_20120810.ListTables], ", "")
    imported = load(tmp_path, foreign)
    assert imported.interactions == ()
    assert [str(note) for note in imported.left_out] == [
        f"{tmp_path / 'cassette.yaml'}, interaction 1: POST https://example.com/api is no request to AWS"
    ]


def test_an_exchange_with_aws_that_cannot_be_read_is_kept(tmp_path: Path) -> None:
    imported = load(tmp_path, VCRPY.replace("ListTables", "ListThings"))
    assert [one.facts for one in imported.interactions] == [None]


def test_a_body_in_another_encoding_gets_its_bytes_back(tmp_path: Path) -> None:
    text = RUBY.replace("encoding: UTF-8", "encoding: ISO-8859-1").replace(
        '{"Limit":3}', '{"Limit":3,"x":"é"}'
    )
    (interaction,) = load(tmp_path, text).interactions
    assert interaction.request.body == '{"Limit":3,"x":"é"}'.encode("latin-1")


def test_an_object_is_read_as_data_and_never_made(tmp_path: Path) -> None:
    made = tmp_path / "made"
    text = f'version: 1\ninteractions: !!python/object/apply:os.system ["touch {made}"]\n'
    with pytest.raises(CannotImport):
        load(tmp_path, text)
    assert not made.exists()


def malformed(old: str, new: str, text: str) -> str:
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("text", "ending", "message"),
    [
        ("a: [\n", "yaml", ", line 2: did not find expected node content"),
        ('{\n"a": }', "json", ", line 2: Expecting value"),
        ("a = ", "toml", ": Invalid value (at end of document)"),
        (
            malformed("path: /\n", "path: 7\n", VCRPY_0),
            "yaml",
            ", interaction 1: request.protocol, request.host, request.port and request.path make no URI",
        ),
        (
            malformed('"Content-Type: application/x-amz-json-1.0', '"Content-Type text/plain', VCRPY_0),
            "yaml",
            ", interaction 1: response.headers holds no header line but 'Content-Type text/plain\\r\\n'",
        ),
        (
            malformed("type: binary", "type: audio", CASSETTER),
            "yaml",
            ", interaction 1: response.body has no type of cassetter's but 'audio'",
        ),
        (
            malformed("content: 7b", "content: 7x", CASSETTER),
            "yaml",
            ", interaction 1: response.body.content is not hexadecimal",
        ),
        (
            malformed("code: 200", "code: OK", RUBY),
            "yaml",
            ", interaction 1: response.status.code is not a number but 'OK'",
        ),
        (
            malformed("    method: POST\n", "", VCRPY),
            "yaml",
            ", line 3: in interaction 1, request.method is not text but None",
        ),
    ],
)
def test_malformed_files_are_refused_with_their_place(
    tmp_path: Path, text: str, ending: str, message: str
) -> None:
    with pytest.raises(CannotImport) as caught:
        load(tmp_path, text, ending)
    assert str(caught.value) == f"{tmp_path}/cassette.{ending}{message}. Nothing was imported."


@pytest.mark.parametrize("content", [{"on": "push"}, [1, 2], "text", None])
def test_a_file_that_is_no_cassette_is_told_apart(tmp_path: Path, content: Any) -> None:
    with pytest.raises(NotCassette):
        load(tmp_path, json.dumps(content), "json")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match="it cannot be read"):
        load_vcr(tmp_path / "nothing.yaml")
