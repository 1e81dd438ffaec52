"""``make audit`` finds a weakness, and says so where it could not look."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from audit import main

CLICK_IS_WEAK = {
    "id": "PYSEC-0000-1",
    "summary": "made up",
    "details": "made up",
    "affected": [
        {
            "package": {"name": "click", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}],
        }
    ],
}


@contextmanager
def database(weak: str | None) -> Iterator[str]:
    """Serve a database on loopback in which one package is weak, and yield its address."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            is_weak = asked["package"]["name"] == weak
            body = json.dumps({"vulns": [CLICK_IS_WEAK]} if is_weak else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        server.server_close()


def test_a_known_weakness_fails(capsys: pytest.CaptureFixture[str]) -> None:
    with database(weak="click") as address:
        assert main(["--osv-url", address]) == 1
    printed = capsys.readouterr().out
    assert "click 8." in printed
    assert "PYSEC-0000-1, mended in 99.0" in printed


def test_without_a_weakness_every_lock_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    with database(weak=None) as address:
        assert main(["--osv-url", address]) == 0
    assert capsys.readouterr().out.count("packages checked") == 3


def test_a_database_out_of_reach_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--osv-url", "http://127.0.0.1:9/v1/query"]) == 0
    assert "NOT CHECKED" in capsys.readouterr().out
