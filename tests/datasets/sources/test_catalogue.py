"""Source files are found where they should be, or downloaded whole, or refused with a remedy."""

import hashlib
import os
import socket
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from seqlab.datasets.sources.catalogue import (
    JENA,
    REVIEWS,
    SOURCES,
    WORD_INDEX,
    Source,
    fetch,
    file_digest,
    find,
)
from seqlab.errors import DataError

pytestmark = pytest.mark.usefixtures("own_folders")

CONTENT = bytes(range(256)) * 2000


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


@pytest.fixture
def downloads(own_folders):
    return own_folders / "keras" / "datasets"


def make_source(address="http://127.0.0.1:9/data.bin", digest="sha256"):
    return Source(
        name="example",
        title="the example",
        files=("data.bin", "data.txt"),
        address=address,
        file_digest=f"{digest}:{hashlib.new(digest, CONTENT).hexdigest()}" if digest else "",
        content_digest="0" * 64,
        citation="",
    )


def put(path, content=b"here"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_the_folder_of_seqlab_data_comes_before_that_of_keras(downloads, own_folders, monkeypatch):
    in_keras = put(downloads / "data.bin")
    own = put(own_folders / "mine" / "data.txt")
    assert find(make_source()) == in_keras
    monkeypatch.setenv("SEQLAB_DATA", str(own_folders / "mine"))
    assert find(make_source()) == own
    own.unlink()
    assert find(make_source()) == in_keras


def test_without_keras_home_the_folder_is_in_the_users_home(own_folders, monkeypatch):
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setenv("HOME", str(own_folders))
    path = put(own_folders / ".keras" / "datasets" / "data.bin")
    assert find(make_source()) == path


def test_the_published_name_comes_before_the_others(downloads):
    put(downloads / "data.txt")
    path = put(downloads / "data.bin")
    assert find(make_source()) == path


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (JENA, "jena_climate_2009_2016.csv.zip"),
        (JENA, "jena_climate_2009_2016.csv"),
        (REVIEWS, "aclImdb_v1.tar.gz"),
        (REVIEWS, "aclImdb_labelled.tar.gz"),
        (REVIEWS, "aclImdb/train"),
        (WORD_INDEX, "imdb_word_index.json"),
    ],
)
def test_every_known_name_of_a_source_is_found(downloads, source, name):
    assert find(source) is None
    put(downloads / name)
    assert find(source) == downloads / name.split("/")[0]


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


def test_without_a_known_digest_of_the_file_the_remedy_names_that_of_its_contents():
    assert "contents sha256:000" in make_source(digest="").remedy


def test_a_folder_that_cannot_be_made_is_an_error_with_a_remedy(own_folders, monkeypatch):
    put(own_folders / "file")
    monkeypatch.setenv("KERAS_HOME", str(own_folders / "file"))
    with pytest.raises(DataError, match=r"Not a directory|File exists"):
        fetch(make_source())


def test_other_contents_are_refused_with_both_digests(downloads):
    source = make_source()
    source.check_content("0" * 64, downloads / "data.bin")
    with pytest.raises(DataError) as caught:
        source.check_content("1" * 64, downloads / "data.bin")
    for part in (str(downloads / "data.bin"), "the example", "0" * 64, "1" * 64):
        assert part in str(caught.value)


def test_the_digest_of_a_file_is_that_of_its_bytes(own_folders):
    path = put(own_folders / "file", CONTENT)
    assert file_digest(path) == hashlib.sha256(CONTENT).hexdigest()


def test_the_digest_of_a_folder_changes_with_its_files(own_folders):
    folder = own_folders / "folder"
    put(folder / "sub" / "a.txt", b"one")
    seen = {file_digest(folder)}
    assert file_digest(folder) in seen
    put(folder / "sub" / "a.txt", b"two!")
    seen.add(file_digest(folder))
    put(folder / "sub" / "b.txt", b"one")
    seen.add(file_digest(folder))
    (folder / "sub" / "b.txt").rename(folder / "sub" / "c.txt")
    seen.add(file_digest(folder))
    os.utime(folder / "sub" / "c.txt", ns=(0, 0))
    seen.add(file_digest(folder))
    assert len(seen) == 5


def test_a_file_that_vanished_is_an_error(own_folders):
    with pytest.raises(DataError, match="No such file"):
        file_digest(own_folders / "gone")


def test_the_catalogue_is_keyed_by_name_and_complete():
    assert {source.name: source for source in (JENA, REVIEWS, WORD_INDEX)} == SOURCES
    for source in SOURCES.values():
        assert source.address.startswith("https://")
        assert source.address.endswith(source.files[0])
        assert int(source.content_digest, 16) and len(source.content_digest) == 64


@pytest.mark.data
def test_the_known_digest_is_that_of_the_real_word_index(real_data):
    content = (real_data / "imdb_word_index.json").read_bytes()
    assert WORD_INDEX.file_digest == f"md5:{hashlib.md5(content).hexdigest()}"


@pytest.mark.data
def test_a_real_file_passes_the_check_of_a_download(real_data, server, downloads):
    content = (real_data / "imdb_word_index.json").read_bytes()
    server.answers = [(200, content, len(content))]
    fetch(replace(WORD_INDEX, address=server.address))
    assert (downloads / "imdb_word_index.json").read_bytes() == content
