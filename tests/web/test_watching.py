"""What leaves this machine for those who watch it, and that nothing does unasked."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest

from tests.processes import ROOT

BEGIN = "import django; django.setup()\n"
SECRETS = ("Alice", "alice", "level 4", "canary")
# Without the library, as on an installation that did not ask for it.
WITHOUT = """
import sys
class Missing:
    def find_spec(self, name, *_):
        if name.split(".")[0] in {"sentry_sdk", "opentelemetry"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Missing())
"""
FAIL = (
    BEGIN
    + """
import logging
from django.test import Client
from roadmaps import views
def fail(request, canary="Alice"):
    level = "level 4"
    raise ValueError(f"{canary} <alice@example.com> has {level}")
import roadmaps.urls, skillmatrix.urls
from django.urls import path
from django.contrib.auth.decorators import login_not_required
skillmatrix.urls.urlpatterns.insert(0, path("fail/", login_not_required(fail), name="fail"))
client = Client(raise_request_exception=False)
client.post("/fail/?who=Alice", {"reason": "canary"})
logging.getLogger("ours").error("Alice %s", "level 4")
"""
)


class Listener(HTTPServer):
    """Stands for the service, which is outside of this machine: keeps what it is sent."""

    def __init__(self) -> None:
        self.received: list[tuple[str, bytes]] = []
        super().__init__(("127.0.0.1", 0), Answer)


class Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(
            self.headers.get("Content-Encoding", "")
        )
        body = unpack(body) if unpack else body
        self.server.received.append((self.path, body))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Listener]:
    listener = Listener()
    thread = threading.Thread(target=listener.serve_forever)
    thread.start()
    yield listener
    listener.shutdown()
    thread.join()
    listener.server_close()


def run(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Python in a process of its own, with the settings of the tests."""
    environment = {
        **os.environ,
        "ALLOWED_HOSTS": "testserver",
        "DEBUG": "1",
        "SKILLMATRIX_MANAGED": "1",
        **variables,
    }
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_without_their_variables_nothing_of_them_is_loaded() -> None:
    told = run(
        BEGIN + "import sys; print({n.split('.')[0] for n in sys.modules} & {'sentry_sdk', 'opentelemetry'})"
    )
    assert told.stdout.strip() == "set()", told.stderr


@pytest.mark.parametrize(
    ("variable", "extra"), [("SENTRY_DSN", "sentry"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "otel")]
)
def test_a_missing_library_is_one_clear_error(variable: str, extra: str) -> None:
    told = run(WITHOUT + BEGIN, **{variable: "http://key@127.0.0.1:1/1"})
    assert told.returncode == 1
    assert (
        told.stderr.strip()
        .splitlines()[-1]
        .startswith(
            f"django.core.exceptions.ImproperlyConfigured: {variable} is set, but its library is not installed."
        )
    )
    assert f"--extra {extra}" in told.stderr


def test_an_error_is_sent_without_anything_about_anybody(service: Listener) -> None:
    done = run(
        FAIL + "import sentry_sdk; sentry_sdk.flush()",
        SENTRY_DSN=f"http://key@127.0.0.1:{service.server_port}/1",
    )
    assert done.returncode == 0, done.stderr
    text = b"\n".join(body for _, body in service.received).decode()
    events = [json.loads(line) for line in text.splitlines() if '"exception"' in line]

    assert [error["type"] for event in events for error in event["exception"]["values"]] == ["ValueError"]
    assert events[0]["exception"]["values"][0]["stacktrace"]["frames"][-1]["function"] == "fail"
    assert events[0]["transaction"]
    assert events[0]["tags"]["request_id"]
    assert '"logentry"' in text
    assert [secret for secret in SECRETS if secret in text] == []


def test_spans_are_sent_without_anything_about_anybody(service: Listener) -> None:
    flush = "from opentelemetry import trace; trace.get_tracer_provider().force_flush()"
    done = run(FAIL + flush, OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{service.server_port}")
    assert done.returncode == 0, done.stderr
    sent = b"".join(body for path, body in service.received if path == "/v1/traces")

    assert b"skillmatrix-" in sent
    assert b"fail/" in sent
    assert [secret for secret in SECRETS if secret.encode() in sent] == []
