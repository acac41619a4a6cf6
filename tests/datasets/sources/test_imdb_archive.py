"""The raw reviews are read from any faithful copy, and from nothing else."""

import gzip
import io
import random
import tarfile

import pytest

from seqlab.datasets.sources import imdb_archive
from seqlab.datasets.sources.imdb_archive import decode, in_order, read_reviews, reviews_digest
from seqlab.errors import DataError

REVIEWS = {
    (folder, number, 8 if folder.endswith("pos") else 3): f"{folder} {number} \u00e9".encode()
    for folder in ("train/neg", "train/pos", "test/neg", "test/pos")
    for number in (2, 0, 10)
}


@pytest.fixture(autouse=True)
def three_reviews_in_a_folder(monkeypatch, own_folders):
    monkeypatch.setattr(imdb_archive, "REVIEWS_PER_FOLDER", 3)
    return own_folders


def files_of(reviews):
    return [
        (f"aclImdb/{folder}/{number}_{rating}.txt", content)
        for (folder, number, rating), content in reviews.items()
    ]


def info_of(name, size=0, kind=tarfile.REGTYPE, target=""):
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = size, kind, target
    return info


def write_archive(path, files, others=()):
    with tarfile.open(path, "w:gz") as archive:
        for info in others:
            archive.addfile(info, io.BytesIO(bytes(info.size)))
        for name, content in files:
            archive.addfile(info_of(name, len(content)), io.BytesIO(content))
    return path


def write_folder(path, files):
    for name, content in files:
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return path / "aclImdb"


def test_the_archive_and_the_folder_it_unpacks_to_are_the_same(tmp_path):
    archive = write_archive(tmp_path / "a.tar.gz", files_of(REVIEWS))
    assert read_reviews(archive) == REVIEWS
    folder = write_folder(tmp_path, files_of(REVIEWS))
    assert read_reviews(folder) == REVIEWS


def test_the_order_of_the_archive_does_not_matter(tmp_path):
    files = files_of(REVIEWS)
    first = read_reviews(write_archive(tmp_path / "a.tar.gz", files))
    random.Random(1).shuffle(files)
    second = read_reviews(write_archive(tmp_path / "b.tar.gz", files))
    assert list(first) != list(second)
    assert in_order(first) == in_order(second)
    assert reviews_digest(first) == reviews_digest(second)


def test_reviews_are_in_the_order_of_folders_and_numbers():
    members = in_order(REVIEWS)
    assert [folder for folder, _, _ in members[::3]] == [
        "train/neg",
        "train/pos",
        "test/neg",
        "test/pos",
    ]
    assert [number for _, number, _ in members] == [0, 2, 10] * 4


@pytest.mark.parametrize(
    "change",
    [
        {("train/neg", 2, 3): b"another text"},
        {("train/neg", 2, 3): None, ("train/neg", 2, 4): REVIEWS["train/neg", 2, 3]},
        {("train/neg", 2, 3): None, ("train/neg", 3, 3): REVIEWS["train/neg", 2, 3]},
        {
            ("train/neg", 2, 3): REVIEWS["train/neg", 0, 3],
            ("train/neg", 0, 3): REVIEWS["train/neg", 2, 3],
        },
    ],
    ids=["text", "rating", "number", "swapped"],
)
def test_the_digest_sees_every_part_of_a_review(change):
    changed = {key: value for key, value in (REVIEWS | change).items() if value is not None}
    assert len(changed) == len(REVIEWS)
    assert reviews_digest(changed) != reviews_digest(REVIEWS)


def test_all_that_is_not_a_labelled_review_is_ignored(tmp_path):
    others = [
        info_of("aclImdb/train/pos", kind=tarfile.DIRTYPE),
        info_of("aclImdb/train/unsup/7_0.txt", 10),
        info_of("aclImdb/train/pos/urls.txt", 10),
        info_of("aclImdb/train/pos/._5_8.txt", 10),
        info_of("aclImdb/train/pos/5_8.txt", kind=tarfile.SYMTYPE, target="/etc/passwd"),
        info_of("aclImdb/train/pos/6_8.txt", kind=tarfile.LNKTYPE, target="aclImdb/README"),
        info_of("aclImdb/train/pos/7_8.txt", kind=tarfile.FIFOTYPE),
        info_of("aclImdb/train/pos/8_8.txt", kind=tarfile.CHRTYPE),
        info_of("elsewhere/aclImdb/train/pos/9_8.txt", 10),
        info_of("aclImdb/train/pos/9_8.txt\n", 10),
    ]
    archive = write_archive(tmp_path / "a.tar.gz", files_of(REVIEWS), others)
    assert read_reviews(archive) == REVIEWS


@pytest.mark.parametrize("name", ["aclImdb/train/pos/../pos/9_8.txt", "/aclImdb/train/pos/9_8.txt"])
def test_an_archive_that_climbs_out_of_its_folder_is_refused(name, tmp_path):
    archive = write_archive(tmp_path / "a.tar.gz", files_of(REVIEWS), [info_of(name, 10)])
    with pytest.raises(DataError, match=f"holds '{name}', which leads out of the folder"):
        read_reviews(archive)


def test_links_in_the_folder_are_ignored(tmp_path):
    folder = write_folder(tmp_path, files_of(REVIEWS))
    (folder / "train" / "pos" / "99_8.txt").symlink_to(folder / "train" / "pos" / "0_8.txt")
    (folder / "train" / "pos" / "98_8.txt").mkdir()
    assert read_reviews(folder) == REVIEWS


def test_links_in_the_place_of_reviews_are_named_as_the_reason(tmp_path):
    folder = write_folder(tmp_path, files_of(REVIEWS))
    for path in list((folder / "test" / "pos").iterdir()):
        moved = path.rename(tmp_path / path.name)
        path.symlink_to(moved)
    expected = r"test/pos holds 0 reviews, expected 3; 3 symbolic links in it are not followed\."
    with pytest.raises(DataError, match=expected):
        read_reviews(folder)


def test_a_truncated_archive_is_an_error_wherever_it_ends(tmp_path):
    path = write_archive(tmp_path / "a.tar.gz", files_of(REVIEWS))
    whole = path.read_bytes()
    for length in range(0, len(whole) - 30, 7):
        path.write_bytes(whole[:length])
        with pytest.raises(DataError, match=r"a\.tar\.gz"):
            read_reviews(path)


def test_a_flipped_byte_is_an_error_or_changes_the_digest_or_nothing(tmp_path):
    path = write_archive(tmp_path / "a.tar.gz", files_of(REVIEWS))
    whole = path.read_bytes()
    refused = 0
    for place in range(0, len(whole), 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 16]) + whole[place + 1 :])
        try:
            reviews = read_reviews(path)
        except DataError:
            refused += 1
        else:
            same = reviews_digest(reviews) == reviews_digest(REVIEWS)
            assert same == (reviews == REVIEWS)
    assert refused > len(whole) / 3 / 2


def test_something_else_than_an_archive_is_an_error(tmp_path):
    path = tmp_path / "a.tar.gz"
    for content in (b"", b"<html>not found</html>", gzip.compress(b"no tar"), gzip.compress(b"")):
        path.write_bytes(content)
        with pytest.raises(DataError, match=r"a\.tar\.gz"):
            read_reviews(path)


def test_missing_reviews_are_counted_by_folder(tmp_path):
    files = [file for file in files_of(REVIEWS) if file[0] != "aclImdb/test/neg/10_3.txt"]
    archive = write_archive(tmp_path / "a.tar.gz", files)
    with pytest.raises(DataError, match="aclImdb/test/neg holds 2 reviews, expected 3"):
        read_reviews(archive)


def test_a_folder_without_its_folders_is_an_error_with_a_remedy(tmp_path):
    (tmp_path / "aclImdb" / "train").mkdir(parents=True)
    with pytest.raises(DataError, match="train/neg") as caught:
        read_reviews(tmp_path / "aclImdb")
    assert "Download https://" in caught.value.remedy


def test_a_review_that_comes_twice_is_an_error(tmp_path):
    files = [*files_of(REVIEWS), ("./aclImdb/test/neg/0_3.txt", b"again")]
    with pytest.raises(DataError, match=r"aclImdb/test/neg/0_3\.txt twice"):
        read_reviews(write_archive(tmp_path / "a.tar.gz", files))


def test_a_review_of_unlikely_size_is_refused_before_it_is_read(tmp_path):
    files = files_of(REVIEWS | {("test/pos", 0, 8): bytes(1_000_001)})
    with pytest.raises(DataError, match=r"test/pos/0_8\.txt has 1,000,001 bytes"):
        read_reviews(write_archive(tmp_path / "a.tar.gz", files))
    with pytest.raises(DataError, match="has 1,000,001 bytes"):
        read_reviews(write_folder(tmp_path, files))


@pytest.mark.parametrize("name", ["aclImdb/train/unsup/0_0.txt", "x" * 200, "README"])
def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch, name):
    monkeypatch.setattr(imdb_archive, "LARGEST_ARCHIVE", 1_000_000)
    archive = write_archive(
        tmp_path / "a.tar.gz", files_of(REVIEWS), [info_of(name, size=2_000_000)]
    )
    assert archive.stat().st_size < 10_000
    with pytest.raises(DataError, match="more than 1,000,000 bytes"):
        read_reviews(archive)


def test_a_review_that_is_not_utf_8_is_named(tmp_path):
    assert decode(("train/pos", 7, 8), b"caf\xc3\xa9", tmp_path) == "caf\u00e9"
    with pytest.raises(DataError, match=r"aclImdb/train/pos/7_8\.txt is not UTF-8.* at byte 3"):
        decode(("train/pos", 7, 8), b"caf\xe9", tmp_path)
