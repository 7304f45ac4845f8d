"""Webhooks: what is on record is told, signed, again after a failure, and never to a machine of this network."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

import httpx2
import orjson
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select

from service.accounts_held import Held, held_in
from service.test_accounts_http import client_of, key_of, service
from tenderlaw.service.accounts.acts import RefusedError
from tenderlaw.service.accounts.keys import issue
from tenderlaw.service.jobs import outgoing
from tenderlaw.service.jobs.outgoing import OutgoingRefusedError, destination
from tenderlaw.service.jobs.sending import Sender, send_due
from tenderlaw.service.jobs.signing import checked, headers_of, new_secret
from tenderlaw.service.jobs.webhooks import (
    DELAYS,
    Delivery,
    PublicUrl,
    add_webhook,
    deliveries,
    public_url,
    renew,
    try_again,
    turn,
    webhook_of,
)
from tenderlaw.service.settings import Settings
from tenderlaw.store import tables

PUBLIC = "93.184.216.34"
ANY = ".".join("0000")
HOOK = "https://hooks.example/in?x=1"


@pytest.fixture
def held(database_url: str) -> Iterator[Held]:
    with held_in(database_url) as one:
        yield one


class Receiver:
    """Another system: it answers what it is told to, and keeps what came."""

    def __init__(self, *answers: int) -> None:
        self.answers = list(answers)
        self.came: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.came.append(request)
        answer = self.answers.pop(0) if self.answers else 200
        return httpx2.Response(answer, headers={"location": "http://127.0.0.1/"}, content=b"x" * 100)

    def sender(self) -> Sender:
        return Sender(resolve=lambda host, port: [PUBLIC], transport=lambda: httpx2.MockTransport(self))


def hook(held: Held, *events: str, tenant: str = "north") -> tuple[str, str]:
    with held.writing() as connection:
        made, secret = add_webhook(connection, held.act(tenant), PublicUrl(HOOK), events or ("key",))
    return made.webhook, secret


def act(held: Held, tenant: str = "north") -> None:
    with held.writing() as connection:
        issue(connection, held.act(tenant), "Procurement system", ["decide"], 30)


def send(held: Held, receiver: Receiver) -> int:
    return send_due(held.database, held.record, Settings(), receiver.sender())


def log(held: Held, webhook: str) -> list[Delivery]:
    with held.database.reading() as connection:
        return deliveries(connection, "north", webhook)


def test_what_is_put_on_record_is_told_once_and_signed(held: Held) -> None:
    act(held)  # before anybody asked to be told
    webhook, secret = hook(held, "key", "tenant")
    act(held)
    act(held, "south")
    receiver = Receiver()
    assert (send(held, receiver), send(held, receiver)) == (1, 0)
    (came,) = receiver.came
    assert came.headers["host"] == "hooks.example" and str(came.url) == f"https://{PUBLIC}/in?x=1"
    assert came.extensions["sni_hostname"] == "hooks.example"
    headers, now = dict(came.headers), int(held.clock().timestamp())
    assert checked(secret, headers, came.content, now)
    assert not checked(new_secret(), headers, came.content, now)
    assert not checked(secret, headers, came.content + b" ", now)
    assert not checked(secret, headers, came.content, now + 301)
    said = orjson.loads(came.content)
    assert said["type"] == "key" and said["data"]["done"] == "issued" and "Procurement" not in came.content.decode()
    (one,) = log(held, webhook)
    assert (one.state, one.said, one.attempts) == ("sent", "200", 1)
    with held.writing() as connection:
        renew(connection, held.act(), webhook)
        _, newer = renew(connection, held.act(), webhook)
    for expected in ([True, True], [True, False]):  # for a day either secret will do
        act(held)
        send(held, receiver)
        now, last = int(held.clock().timestamp()), receiver.came[-1]
        assert [checked(each, dict(last.headers), last.content, now) for each in (newer, secret)] == expected
        held.clock.on(days=1)


def test_the_signature_is_that_of_standard_webhooks() -> None:
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    signed = headers_of([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert signed["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_fails_is_sent_again_ever_later_and_then_no_more(held: Held) -> None:
    webhook, _ = hook(held)
    act(held)
    receiver = Receiver(500, 302, *[404] * 10)
    assert send(held, receiver) == 1
    for delay in DELAYS:
        assert send(held, receiver) == 0
        held.clock.at += delay
        assert send(held, receiver) == 1
    (one,) = log(held, webhook)
    assert (one.state, one.said, one.attempts, len(receiver.came)) == ("failed", "404", *[len(DELAYS) + 1] * 2)
    held.clock.on(days=10)
    assert send(held, receiver) == 0
    with held.writing() as connection:
        try_again(connection, held.act(), webhook, one.delivery)
        with pytest.raises(RefusedError):
            try_again(connection, held.act(), webhook, one.delivery)
    receiver.answers = [204]
    assert send(held, receiver) == 1 and log(held, webhook)[0].state == "sent"
    ids = {request.headers["webhook-id"] for request in receiver.came}
    assert ids == {one.delivery}  # by which a receiver knows what it has seen


def test_a_receiver_that_is_gone_is_turned_off_and_told_later_only_of_what_comes_then(held: Held) -> None:
    webhook, _ = hook(held)
    act(held)
    receiver = Receiver(410)
    send(held, receiver)
    act(held)
    with held.writing() as connection:
        assert not webhook_of(connection, "north", webhook).active
        turn(connection, held.act(), webhook, on=True)
    act(held)
    assert send(held, receiver) == 1 and len(receiver.came) == 2


def test_whoever_takes_long_keeps_no_message_of_others_waiting(held: Held) -> None:
    hook(held, "key")
    for _ in range(3):
        act(held)
    receiver = Receiver()
    slow = replace(receiver.sender(), slow=-1.0)
    assert send_due(held.database, held.record, Settings(), slow) == 1
    held.clock.on(seconds=30)
    hook(held, "key", tenant="south")
    act(held, "south")
    assert send(held, receiver) == 1
    held.clock.on(seconds=31)
    assert send(held, receiver) == 2


def test_several_workers_send_each_message_once(held: Held) -> None:
    hook(held)
    for _ in range(6):
        act(held)
    receiver = Receiver()
    threads = [threading.Thread(target=send, args=(held, receiver)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.headers["webhook-id"] for one in receiver.came}) == len(receiver.came) == 6


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", ANY, "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fec0::1", "168.63.129.16", "192.0.0.192", "fc00::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1", "ff02::1", "nonsense",
    ],
)  # fmt: skip
def test_nothing_is_sent_to_a_machine_of_this_network(address: str) -> None:
    for found in ([address], [PUBLIC, address]):
        with pytest.raises(OutgoingRefusedError):
            destination("https://hooks.example/", resolve=lambda host, port, found=found: found)
    said = Sender(resolve=lambda host, port: [address]).send("https://hooks.example/", {}, b"")
    assert said == "refused: not a public address"


def test_a_private_network_is_allowed_where_the_service_says_so_and_this_machine_never() -> None:
    for address in ("10.0.0.1", "192.168.1.1", "fc00::1"):
        assert (
            destination("http://hooks.intern/", private=True, resolve=lambda host, port, a=address: [a]).address
            == address
        )
    of_clouds = ("169.254.169.254", "168.63.129.16", "100.100.100.200", "fd00:ec2::254")
    for address in ("127.0.0.1", *of_clouds, "::1", "::ffff:127.0.0.1", ANY):
        with pytest.raises(OutgoingRefusedError):
            destination("http://hooks.intern/", private=True, resolve=lambda host, port, a=address: [a])


def test_a_name_is_resolved_once_so_that_it_cannot_mean_another_machine_later() -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    receiver = Receiver()
    sender = Sender(resolve=resolve, transport=lambda: httpx2.MockTransport(receiver))
    assert sender.send("https://rebinding.example/", {}, b"") == "200"
    assert asked == ["rebinding.example"] and receiver.came[0].url.host == PUBLIC


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/", "ftp://hooks.example/", "file:///etc/passwd", "https://", "https:///x",
        "hooks.example", "https://user:pw@hooks.example/", "https://hooks.example/#x", "https://hooks.example:99999/",
        "https://a b/", "https://hooks.example\\@127.0.0.1/", "https://hooks.example/\r\nx: y", "https://[::1/",
        "https://x/" + "a" * 3000,
    ],
)  # fmt: skip
def test_an_address_of_another_form_is_refused(url: str) -> None:
    with pytest.raises(RefusedError) as found:
        public_url(url)
    assert found.value.pointer == "/url"


@pytest.mark.parametrize("url", ["https://0x7f000001/", "https://2130706433/", "https://127.1/", "https://localhost./"])
def test_other_ways_to_write_this_machine_are_seen_through(url: str) -> None:
    with pytest.raises(OutgoingRefusedError):
        destination(url)


def certified(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate of a name, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    named, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / f"{name}.pem", folder / f"{name}.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return certificate, secret


def test_the_certificate_must_be_that_of_the_name_although_the_number_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "_is_public", lambda text: ip_address(text).is_loopback)

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append((self.headers["host"], self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    came: list[tuple[str, bytes]] = []
    certificate, secret = certified(tmp_path, "hooks.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, secret)
    server = HTTPServer(("127.0.0.1", 0), Answer)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        sender = Sender(
            resolve=lambda host, port: ["127.0.0.1"], trusted=ssl.create_default_context(cafile=certificate)
        )
        port = server.server_address[1]
        assert sender.send(f"https://hooks.example:{port}/in", {"x": "y"}, b"{}") == "204"
        assert came == [(f"hooks.example:{port}", b"{}")]
        assert sender.send(f"https://other.example:{port}/in", {}, b"{}").startswith("no connection")
        assert (
            Sender(resolve=lambda host, port: ["127.0.0.1"])
            .send(f"https://hooks.example:{port}/in", {}, b"{}")
            .startswith("no connection")
        )
        assert len(came) == 1
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_receiver_that_never_answers_holds_nobody_up() -> None:
    async def forever(request: httpx2.Request) -> httpx2.Response:
        await asyncio.sleep(60)
        return httpx2.Response(200)

    sender = Sender(resolve=lambda host, port: [PUBLIC], transport=lambda: httpx2.MockTransport(forever), deadline=0.05)
    assert sender.send("https://hooks.example/", {}, b"") == "no answer in time"


def test_webhooks_are_kept_by_administrators_of_their_own_tenant_and_the_secret_is_shown_once(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"hooks.example": PUBLIC, "inner.example": "10.0.0.1", "127.0.0.1": "127.0.0.1"}
    monkeypatch.setattr(outgoing, "resolved", lambda host, port: [names[host]])
    client = client_of(service(held))
    admin, officer, other = (
        key_of(held, "north", "admin"),
        key_of(held, "north", "files"),
        key_of(held, "south", "admin"),
    )
    new = {"url": "https://hooks.example/in", "events": ["decision"]}
    assert client.post("/v1/webhooks", json=new, headers=officer).status_code == 403
    made = client.post("/v1/webhooks", json=new, headers=admin)
    path, secret = made.headers["location"], made.json()["secret"]
    assert secret.startswith("whsec_") and secret not in client.get(path, headers=admin).text
    with held.database.reading() as connection:
        assert secret.encode() not in connection.execute(select(tables.webhook.c.sealed_secret)).scalar_one()
    for wrong in (
        {"url": "https://127.0.0.1/"},
        {"url": "https://inner.example/"},
        {"events": []},
        {"events": ["everything"]},
    ):
        assert client.post("/v1/webhooks", json={**new, **wrong}, headers=admin).status_code == 422
    for method, where in (("GET", path), ("PATCH", path), ("DELETE", path), ("GET", f"{path}/deliveries")):
        body = {"active": False} if method == "PATCH" else None
        assert client.request(method, where, json=body, headers=other).status_code == 404
    renewed = client.post(f"{path}/secret", headers=admin).json()["secret"]
    assert renewed.startswith("whsec_") and renewed != secret
    assert client.get("/v1/webhooks", headers=other).json()["items"] == []
    assert client.patch(path, json={"active": False}, headers=admin).json()["active"] is False
    assert client.get(f"{path}/deliveries", headers=admin).json() == {"items": [], "next": None}
    assert client.post(f"{path}/deliveries/message_{'a' * 26}/retry", headers=admin).status_code == 409
    assert client.delete(path, headers=admin).status_code == 204
    assert client.get(path, headers=admin).status_code == 404
    assert [one["done"] for one in held.entries(kind="webhook")] == [
        "added", "secret renewed", "turned off", "removed",
    ]  # fmt: skip
