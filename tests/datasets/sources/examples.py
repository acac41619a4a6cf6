"""A source for tests, and files in its place."""

from __future__ import annotations

import hashlib

from seqlab.datasets.sources.catalogue import Source

CONTENT = bytes(range(256)) * 2000


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
