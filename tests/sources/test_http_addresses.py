"""Where the door may lead: addresses, redirects, certificates, keys."""

import ipaddress
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.model.source import Ask, FetchFailed, Key
from lionrock.sources._http.addresses import Forbidden, checked, public
from tests.sources import misbehaving
from tests.sources.misbehaving import http
from tests.sources.visiting import NEW, Client, changed, source

INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1",
    "2001:db8::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1", "no address",
]  # fmt: skip
OUTSIDE = ["1.1.1.1", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_addresses_outside_are_public(address: str) -> None:
    assert public(address)


@given(st.ip_addresses(v=4))
def test_an_address_is_as_public_as_what_it_wraps(address: ipaddress.IPv4Address) -> None:
    wrapped = ipaddress.IPv6Address(b"\0" * 10 + b"\xff\xff" + address.packed)
    assert public(str(wrapped)) == public(str(address))


def test_one_address_inside_is_enough_to_refuse_a_name() -> None:
    with pytest.raises(Forbidden, match=r"two\.example leads to 10\.0\.0\.1"):
        checked("two.example", 443, (), lambda host, port: ["1.1.1.1", "10.0.0.1"])
    assert checked("one.example", 443, (), lambda host, port: ["1.1.1.1"]) == ["1.1.1.1"]
    with pytest.raises(OSError, match="no address"):
        checked("none.example", 443, (), lambda host, port: [])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{other}/", "http://localhost.example:{other}/", "http://0.0.0.0:{port}/",
        "http://169.254.169.254/latest/meta-data/", "http://[::1]:{port}/", "http://10.0.0.1/",
        "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:169.254.169.254]/",
        "http://metadata.example/", "http://2130706433:{other}/", "http://0x7f.1:{other}/",
    ],
)  # fmt: skip
def test_a_redirect_inside_is_refused(client: Client, url: str) -> None:
    with misbehaving.server() as other:
        other.answers["/"] = misbehaving.as_json({"secret": 1})
        client.names |= {
            "localhost.example": ["127.0.0.1"], "metadata.example": ["169.254.169.254"],
            "2130706433": ["127.0.0.1"], "0x7f.1": ["127.0.0.1"],
        }  # fmt: skip
        target = url.format(other=other.port, port=client.server.port)
        client.server.answers["/data"] = misbehaving.redirect(target)
        failed = client.failure()
        assert failed.reason == "refused", str(failed)
        assert "not a public address" in str(failed)
        assert client.failure(target).reason == "refused", "nor is it asked directly"
        assert not other.requests
    assert client.server.asked("/data") == 1


def test_a_name_that_turns_inside_is_refused_at_that_moment(client: Client) -> None:
    """DNS rebinding: what a name led to a moment ago is not what is checked."""
    client.server.answers["/data"] = misbehaving.raw(http(b"[1]", Content_Type="application/json"))
    url = f"http://turning.example:{client.server.port}/data"
    client.names["turning.example"] = ["127.0.0.1"]
    with client.door() as door:
        assert door.fetch(source(), Ask(url, "a.json"), NEW, client.into).received is not None
        client.names["turning.example"] = ["127.0.0.2"]
        with pytest.raises(FetchFailed, match=r"leads to 127\.0\.0\.2, which is not a public"):
            door.fetch(source(), Ask(url, "a.json"), NEW, client.into)
    asked = [request.headers["host"] for request in client.server.requests]
    assert asked == [f"turning.example:{client.server.port}"]


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("file:///etc/passwd", "not a web address"),
        ("ftp://1.1.1.1/", "not a web address"),
        ("javascript:alert(1)", "not a web address"),
        ("http://user:word@1.1.1.1/", "a password in it"),
        ("http://" + "a" * 9_000, "an address of 9,007 characters"),
        ("http://[::1", "not an address"),
    ],
)
def test_a_redirect_to_what_is_no_web_address_is_refused(
    client: Client, location: str, says: str
) -> None:
    client.server.answers["/data"] = misbehaving.redirect(location)
    failed = client.failure()
    assert (failed.reason, says in str(failed)) == ("refused", True), str(failed)


def test_redirects_are_followed_and_come_to_an_end(client: Client) -> None:
    client.server.answers |= {
        "/data": misbehaving.redirect("/b", 301), "/b": misbehaving.redirect("c/d?x=1", 307),
        "/c/d": misbehaving.as_json([1]), "/loop": misbehaving.redirect("/loop"),
        "/nowhere": misbehaving.refused(302),
    }  # fmt: skip
    assert client.get().received is not None
    assert client.server.requests[-1].path == "/c/d?x=1"
    failed = client.failure("/loop")
    assert (failed.reason, client.server.asked("/loop")) == ("refused", 6)
    assert "more than 5 redirects" in str(failed)
    assert client.failure("/nowhere").reason == "answered"


def test_a_key_goes_to_its_own_host_alone_and_is_shown_nowhere(client: Client) -> None:
    secret = "s3cret-key-of-mine"
    client.keys = {"invented": secret}
    own = f"data.example:{client.server.port}"
    asking = source(key=Key("invented", own, "api_key"))
    here = {("127.0.0.1", client.server.port), ("data.example", client.server.port)}
    client.policy = changed(client.policy, allow=frozenset(here))
    elsewhere = client.server.url(f"/elsewhere?api_key={secret}&page=2")
    client.server.answers |= {
        "/data": misbehaving.redirect(elsewhere), "/elsewhere": misbehaving.as_json([1]),
    }  # fmt: skip
    client.get(f"http://{own}/data?filter=a", asking=asking)
    first, second = client.server.requests
    assert first.path == f"/data?filter=a&api_key={secret}"
    assert second.path == "/elsewhere?page=2"
    body = f'{{"error": "the key {secret} is wrong"}}'.encode()
    client.server.answers["/data"] = misbehaving.refused(403, body, Content_Type="application/json")
    failed = client.failure(f"http://{own}/data", asking=asking)
    assert secret not in str(failed)
    assert "the key … is wrong" in str(failed)
    link = f"<http://{own}/data?page=2&api_key={secret}>; rel=next"
    client.server.answers["/data"] = misbehaving.as_json([1], Link=link)
    assert client.get(f"http://{own}/data", asking=asking).following == f"http://{own}/data?page=2"
    bearer = source(key=Key("invented", own))
    client.server.answers["/data"] = misbehaving.redirect(client.server.url("/elsewhere"))
    client.get(f"http://{own}/data", asking=bearer)
    one, two = client.server.requests[-2:]
    assert one.headers["authorization"] == f"Bearer {secret}"
    assert "authorization" not in two.headers


def test_a_key_is_not_sent_where_it_can_be_read_on_the_way(client: Client) -> None:
    client.keys = {"invented": "s3cret-key-of-mine"}
    own = f"data.example:{client.server.port}"
    client.server.answers["/data"] = misbehaving.as_json([1])
    client.get(f"http://{own}/data", asking=source(key=Key("invented", own, "api_key")))
    assert client.server.requests[0].path == "/data"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A certificate that nobody vouches for, made on the spot."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    made = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    made += ["-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=data"]
    made += ["-addext", "subjectAltName=DNS:data.example"]
    subprocess.run(made, cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_a_certificate_that_nobody_vouches_for_is_refused(
    tmp_path: Path, certificate: ssl.SSLContext
) -> None:
    with misbehaving.server(certificate) as server:
        server.answers["/data"] = misbehaving.as_json([1])
        client = Client(tmp_path, server)
        failed = client.failure(server.url("/data", "data.example"))
        assert (failed.reason, "CERTIFICATE_VERIFY_FAILED" in str(failed)) == ("unreachable", True)
        assert not server.requests


def test_a_certificate_must_be_for_the_name_that_was_asked(
    tmp_path: Path, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    with misbehaving.server(certificate) as server:
        server.answers["/data"] = misbehaving.as_json([1])
        trusted = ssl.get_server_certificate(("127.0.0.1", server.port))
        (tmp_path / "trusted.pem").write_text(trusted)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
        client = Client(tmp_path, server)
        client.names["other.example"] = ["127.0.0.1"]
        assert client.get(server.url("/data", "data.example")).received is not None
        failed = client.failure(server.url("/data", "other.example"))
        assert "Hostname mismatch" in str(failed)
        server.answers["/down"] = misbehaving.redirect(f"http://data.example:{server.port}/data")
        down = client.failure(server.url("/down", "data.example"))
        assert "a redirect from https to http" in str(down)
