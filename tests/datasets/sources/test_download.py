"""A download is whole or not there at all, and says why it failed."""

import socket
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from seqlab.datasets.sources.catalogue import WORD_INDEX, fetch
from seqlab.errors import DataError
from tests.datasets.sources.examples import CONTENT, make_source, names, put

pytestmark = pytest.mark.usefixtures("own_folders")


class Server:
    """A web server on this machine that answers as it was told to, once per request.

    An answer is a status, the bytes to send and the number of bytes to announce.
    """

    def __init__(self):
        self.answers = []
        self.requests = 0
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                status, body, length = owner.answers[min(owner.requests, len(owner.answers) - 1)]
                owner.requests += 1
                self.send_response(status)
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/data.bin"

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = Server()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def waits(monkeypatch):
    """Seconds between two attempts, which a test does not wait for."""
    waited = []
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


def test_what_is_there_is_not_downloaded(server, downloads):
    path = put(downloads / "data.txt")
    assert fetch(make_source(server.address)) == path
    assert server.requests == 0


@pytest.mark.parametrize("digest", ["sha256", "md5", ""])
def test_a_download_is_complete_and_says_so_on_stderr_only(server, downloads, capsys, digest):
    server.answers = [(200, CONTENT, len(CONTENT))]
    assert fetch(make_source(server.address, digest)) == downloads / "data.bin"
    assert (downloads / "data.bin").read_bytes() == CONTENT
    assert names(downloads) == ["data.bin"]
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == f"Downloading {server.address} to {downloads}\n"


def test_on_a_terminal_the_progress_is_drawn(server, capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    server.answers = [(503, b"", 0), (200, CONTENT, len(CONTENT))]
    fetch(make_source(server.address))
    output = capsys.readouterr()
    assert output.out == ""
    assert "data.bin" in output.err and "512.0/512.0 kB" in output.err


@pytest.mark.parametrize(
    "failures",
    [
        [(503, b"", 0)],
        [(500, b"", 0), (503, b"", 0)],
        [(200, CONTENT[:1000], len(CONTENT))],
        [(200, CONTENT[:-1] + b"x", len(CONTENT)), (200, b"", len(CONTENT))],
    ],
    ids=["error", "two errors", "truncated", "damaged, then empty"],
)
def test_a_failed_attempt_is_repeated(server, downloads, failures):
    server.answers = [*failures, (200, CONTENT, len(CONTENT))]
    fetch(make_source(server.address))
    assert server.requests == len(failures) + 1
    assert (downloads / "data.bin").read_bytes() == CONTENT
    assert names(downloads) == ["data.bin"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((404, b"", 0), "answered 404 Not Found"),
        ((503, b"", 0), "answered 503 Service Unavailable"),
        ((200, CONTENT[:1000], len(CONTENT)), "broke before the end"),
        ((200, CONTENT[:1000], 1000), "not the published file"),
    ],
    ids=["absent", "error", "truncated", "wrong digest"],
)
def test_a_download_that_keeps_failing_leaves_nothing_behind(server, downloads, answer, reason):
    server.answers = [answer]
    with pytest.raises(DataError, match=reason):
        fetch(make_source(server.address))
    assert server.requests == 3
    assert names(downloads) == []


def test_a_truncated_download_is_noticed_without_a_digest(server, downloads):
    server.answers = [(200, CONTENT[:1000], len(CONTENT))]
    with pytest.raises(DataError, match="broke before the end"):
        fetch(make_source(server.address, digest=""))
    assert names(downloads) == []


def test_without_a_network_the_error_says_all_that_is_needed(downloads, waits, capsys):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        closed = probe.getsockname()[1]
    source = make_source(f"http://127.0.0.1:{closed}/data.bin")
    start = time.perf_counter()
    with pytest.raises(DataError) as caught:
        fetch(source)
    assert time.perf_counter() - start + sum(waits) < 6
    message = str(caught.value)
    for part in ("data.bin", source.address, source.file_digest, str(downloads), "SEQLAB_DATA"):
        assert part in message
    assert f"no connection to 127.0.0.1:{closed}" in message
    assert capsys.readouterr().out == ""


def test_a_folder_that_cannot_be_made_is_an_error_with_a_remedy(own_folders, monkeypatch):
    put(own_folders / "file")
    monkeypatch.setenv("KERAS_HOME", str(own_folders / "file"))
    with pytest.raises(DataError, match=r"Not a directory|File exists"):
        fetch(make_source())


@pytest.mark.data
def test_a_real_file_passes_the_check_of_a_download(real_data, server, downloads):
    content = (real_data / "imdb_word_index.json").read_bytes()
    server.answers = [(200, content, len(content))]
    fetch(replace(WORD_INDEX, address=server.address))
    assert (downloads / "imdb_word_index.json").read_bytes() == content
