"""Which requests may ask: those of SDKs, whatever name they use, and those of the endpoint's own pages."""

from __future__ import annotations

import pytest

from harness.synth.server.guard import Guard, NotAllowed, is_loopback

PORT = ":4580"


def lets_in(guard: Guard, host: str, origin: str = "", site: str = "", *, shows_page: bool = False) -> bool:
    try:
        guard.check(host, origin, site, shows_page=shows_page)
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize(
    "host",
    [
        "",  # of no browser
        "localhost",
        "LOCALHOST",
        "localhost.",
        "127.0.0.1",
        "127.1.2.3",
        "[::1]",
        "bucket.localhost",
        "stream-localhost",
        "123456789012.127.0.0.1",
        "stream-127.0.0.1",
        "192.168.1.5",
        "bucket.s3.eu-west-1.amazonaws.com",
        "s3.dualstack.eu-west-1.api.aws",
        "sqs.cn-north-1.amazonaws.com.cn",
        "aws.test",
        "bucket.aws.test",
        "s3.localhost.localstack.cloud",
    ],
)
def test_the_names_that_sdks_use_are_its_own(host: str) -> None:
    guard = Guard.of(["AWS.test"], "127.0.0.1")
    assert lets_in(guard, host and host + PORT)
    assert lets_in(guard, host, site="none")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.evil.example",
        "evilaws.test",
        "amazonaws.com.evil.example",
        "[::1",
        "a@evil.example",
    ],
)
def test_another_name_is_refused_as_a_page_may_have_it_point_here(host: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        Guard.of(["aws.test"], "127.0.0.1").check(host + PORT, "", "", shows_page=True)
    assert str(caught.value).startswith(
        f"The endpoint does not answer a request whose Host is {host + PORT!r}, so that no web page"
    )


def test_the_refusal_says_how_to_let_a_name_in() -> None:
    with pytest.raises(NotAllowed, match=r"harness serve --allow-host aws\.example$"):
        Guard().check("aws.example:80", "", "", shows_page=False)


def test_the_address_that_it_listens_on_is_its_own() -> None:
    assert lets_in(Guard.of([], "workstation"), "workstation:4580")


@pytest.mark.parametrize(
    "origin",
    ["http://localhost:3000", "http://127.0.0.1:8000", "http://aws.test", "https://www.aws.test"],
)
def test_pages_of_its_own_names_may_ask(origin: str) -> None:
    assert lets_in(Guard.of(["aws.test"], "127.0.0.1"), "localhost:4580", origin, "same-site")


def test_a_page_that_came_from_the_same_address_may_ask() -> None:
    assert lets_in(Guard(), "192.168.1.5:4580", "http://192.168.1.5:4580", "same-origin")


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://192.168.1.66",
        "https://evil.s3.amazonaws.com",
        "http://[",
        "file://",
    ],
)
@pytest.mark.parametrize("host", ["localhost:4580", "", "evil.s3.amazonaws.com"])
def test_pages_of_other_sites_may_not(origin: str, host: str) -> None:
    with pytest.raises(NotAllowed, match="whose Origin is"):
        Guard().check(host, origin, "", shows_page=False)


def test_what_another_site_makes_a_browser_get_is_refused_but_a_link_to_the_page() -> None:
    with pytest.raises(NotAllowed, match="whose Sec-Fetch-Site is 'cross-site'"):
        Guard().check("localhost", "", "cross-site", shows_page=False)
    assert lets_in(Guard(), "localhost", site="cross-site", shows_page=True)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("Localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("pc", False),
    ],
)
def test_a_loopback_address_to_listen_on(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
