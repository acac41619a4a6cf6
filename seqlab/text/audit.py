"""What is wrong with labelled texts that were split: repeats, contradictions, scarce classes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqlab.tasks.data import ORDER, SplitName
from seqlab.text.repeats import SHOWN, Found, Repeats, Show
from seqlab.text.sameness import digests, plain

SCARCE = 10
"""With fewer training texts, next to nothing is learned of a class."""
MOST_CLASSES = 20
"""Classes that a line names."""

Places = Mapping[SplitName, NDArray[np.int64]]


NOTHING = Found(0, ())


@dataclass(frozen=True)
class TextAudit:
    """Findings about texts, their labels and their splits.

    Two texts are the same if they differ in case, white space or Unicode's ways to write a letter
    alone.

    Args:
        empty: texts of nothing but white space.
        unlabelled: texts without a label, which are in no split.
        alike: classes whose names differ in case or spaces alone, those that are alike together.
        scarce: classes with fewer than `SCARCE` training texts, and how many they have.
        absent: classes that a split has no text of, by split.
        across: texts that occur in an earlier split as well.
        across_counts: how many of them, by `test in training` and the like.
        within: texts that repeat an earlier one of their own split, by split.
        contradicting: different texts that occur with several labels.
    """

    empty: Found = NOTHING
    unlabelled: Found = NOTHING
    alike: tuple[tuple[str, ...], ...] = ()
    scarce: dict[str, int] = field(default_factory=dict)
    absent: dict[SplitName, tuple[str, ...]] = field(default_factory=dict)
    across: Found = NOTHING
    across_counts: dict[str, int] = field(default_factory=dict)
    within: dict[SplitName, int] = field(default_factory=dict)
    contradicting: Found = NOTHING

    def record(self) -> dict[str, Any]:
        """The findings as a JSON object, also those of which there are none."""
        return {
            "empty": _record(self.empty),
            "unlabelled": _record(self.unlabelled),
            "classes_alike": [list(names) for names in self.alike],
            "scarce_classes": dict(self.scarce),
            "absent_classes": {split: list(names) for split, names in self.absent.items()},
            "in_an_earlier_split": {**_record(self.across), "by_splits": dict(self.across_counts)},
            "repeated_within": dict(self.within),
            "several_labels": _record(self.contradicting),
        }

    def lines(self) -> list[str]:
        """A line for each kind of finding, with what decides it or mends it; none for none."""
        return list(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.unlabelled.count:
            verb = _texts(self.unlabelled.count, "has no label", "have no label")
            yield f"{verb}{_examples(self.unlabelled)}. Label them: nothing is learned from them."
        if self.empty.count:
            verb = _texts(self.empty.count, "is empty", "are empty")
            yield f"{verb}{_examples(self.empty)}. Fill them, or take them out of the file."
        for names in self.alike:
            listed = " and ".join(map(repr, names))
            yield f"The classes {listed} differ in case or spaces alone. Write them in one way."
        if self.scarce:
            listed = _listed([f"{name!r} ({count:,})" for name, count in self.scarce.items()])
            yield (
                f"Fewer than {SCARCE} training texts: {listed}. Collect more, or merge the class "
                "with another."
            )
        for split, names in self.absent.items():
            yield (
                f"No text of {split} is of {_listed(list(map(repr, names)))}: scores say nothing "
                "of it."
            )
        if self.across.count:
            verb = _texts(self.across.count, "occurs", "occur")
            by = ", ".join(f"{count:,} of {pair}" for pair, count in self.across_counts.items())
            yield (
                f"{verb} in an earlier split as well ({by}){_examples(self.across)}. "
                "dataset.duplicates=drop takes them out of the later split."
            )
        for split, count in self.within.items():
            yield f"{_texts(count, 'repeats', 'repeat')} an earlier one of {split}."
        if self.contradicting.count:
            verb = _texts(self.contradicting.count, "occurs", "occur")
            yield (
                f"{verb} with several labels{_examples(self.contradicting)}. Give each text one."
            )


def audit_texts(
    texts: Sequence[str],
    labels: NDArray[np.integer[Any]],
    classes: Sequence[str],
    places: Places,
    place: Callable[[int], str],
    unlabelled: Sequence[str] = (),
) -> TextAudit:
    """Look through labelled texts that were split.

    Args:
        texts: all of them.
        labels: the number of each text's class, `(texts,)`.
        classes: their names, by number.
        places: the texts of each split, by their places in `texts`; others are not looked at.
        place: where a text stands for people, such as `line 17`.
        unlabelled: where texts stand that have no label and are left out of `texts`.
    """
    splits = [split for split in ORDER if split in places]
    rows = np.concatenate([np.sort(places[split]) for split in splits])
    split_of = np.repeat(np.arange(len(splits)), [len(places[split]) for split in splits])
    _, first, same = np.unique(
        digests(texts[row] for row in rows.tolist()), return_index=True, return_inverse=True
    )
    show = Show(texts, classes, labels, place)
    repeats = Repeats(rows, split_of, first, same, splits)
    empty = [row for row in np.sort(rows).tolist() if not texts[row].strip()]
    counts = {split: np.bincount(labels[places[split]], minlength=len(classes)) for split in splits}
    across, across_counts = repeats.across(show)
    return TextAudit(
        empty=Found(len(empty), tuple(map(place, empty[:SHOWN]))),
        unlabelled=Found(len(unlabelled), tuple(unlabelled[:SHOWN])),
        alike=_alike(classes),
        scarce={
            name: int(count)
            for name, count in zip(classes, counts["training"], strict=True)
            if count < SCARCE
        },
        absent={
            split: tuple(name for name, n in zip(classes, found, strict=True) if not n)
            for split, found in counts.items()
            if not found.all()
        },
        across=across,
        across_counts=across_counts,
        within=repeats.within(),
        contradicting=repeats.contradicting(labels, show),
    )


def repeated_in_earlier_split(
    texts: Sequence[str], places: Places
) -> Mapping[SplitName, NDArray[np.bool_]]:
    """Which texts of validation and test occur in an earlier split: training, then validation.

    With the training texts `["a"]`, `["b", "A "]` for validation and `["b", "c"]` for test, these
    are `[False, True]` and `[True, False]`.

    Args:
        texts: all of them.
        places: the texts of each split, by their places in `texts`.

    Returns:
        For each split but training, in the order of `places`, `(texts of the split,)`.
    """
    found = digests(texts)
    seen = found[places["training"]]
    repeated = {}
    for split in ORDER[1:]:
        if split in places:
            own = found[places[split]]
            repeated[split] = np.isin(own, seen)
            seen = np.concatenate([seen, own])
    return repeated


def _alike(classes: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    groups: dict[str, list[str]] = defaultdict(list)
    for name in classes:
        groups[plain(name)].append(name)
    return tuple(tuple(names) for names in groups.values() if len(names) > 1)


def _record(found: Found) -> dict[str, Any]:
    return {**asdict(found), "examples": list(found.examples)}


def _texts(count: int, one: str, many: str) -> str:
    return f"1 text {one}" if count == 1 else f"{count:,} texts {many}"


def _examples(found: Found) -> str:
    more = ", ..." if found.count > len(found.examples) else ""
    return f": {', '.join(found.examples)}{more}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_CLASSES:,} more" if len(names) > MOST_CLASSES else ""
    return ", ".join(names[:MOST_CLASSES]) + more
