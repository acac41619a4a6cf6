"""What is wrong with labelled texts is found, counted and placed."""

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqlab.text.audit import TextAudit, audit_texts, repeated_in_earlier_split
from seqlab.text.sameness import plain

SPLITS = ("training", "validation", "test")


def place(row: int) -> str:
    return f"line {row + 2}"


def audit(rows, places, classes=("bug", "wish"), unlabelled=()) -> TextAudit:
    """Of rows of text and label."""
    texts, labels = zip(*rows, strict=True)
    numbers = np.array([classes.index(label) for label in labels])
    arrays = {split: np.array(own, np.int64) for split, own in zip(SPLITS, places, strict=False)}
    return audit_texts(texts, numbers, classes, arrays, place, unlabelled)


def test_sound_texts_have_no_line() -> None:
    rows = [(f"text {n}", "bug" if n % 2 else "wish") for n in range(40)]
    found = audit(rows, [range(30), range(30, 35), range(35, 40)])
    assert found == TextAudit()
    assert found.lines() == []
    assert json.loads(json.dumps(found.record()))["empty"] == {"count": 0, "examples": []}


def test_each_finding_is_told_with_its_place_and_what_mends_it() -> None:
    rows = [
        *((f"text {n}", "bug") for n in range(12)),
        ("It crashes", "bug"),
        ("it  crashes", "wish"),  # 13
        (" \n", "bug"),
        ("IT\nCRASHES", "bug"),  # 15, validation
        ("Text 3", "bug"),
        ("new", "wish"),
        ("text 4", "bug"),  # 18, test
        ("NEW ", "bug"),
    ]
    classes = ("bug", "wish", "Wish ")
    found = audit(rows, [range(15), range(15, 18), range(18, 20)], classes, ["line 30", "line 31"])
    assert found.lines() == [
        "2 texts have no label: line 30, line 31. Label them: nothing is learned from them.",
        "1 text is empty: line 16. Fill them, or take them out of the file.",
        "The classes 'wish' and 'Wish ' differ in case or spaces alone. Write them in one way.",
        "Fewer than 10 training texts: 'wish' (1), 'Wish ' (0). Collect more, or merge the class "
        "with another.",
        "No text of training is of 'Wish ': scores say nothing of it.",
        "No text of validation is of 'Wish ': scores say nothing of it.",
        "No text of test is of 'wish', 'Wish ': scores say nothing of it.",
        "4 texts occur in an earlier split as well (2 of validation in training, 1 of test in "
        "training, 1 of test in validation): "
        "'IT CRASHES' (line 17 in validation, line 14 in training), "
        "'Text 3' (line 18 in validation, line 5 in training), "
        "'text 4' (line 20 in test, line 6 in training), .... "
        "dataset.duplicates=drop takes them out of the later split.",
        "1 text repeats an earlier one of training.",
        "2 texts occur with several labels: 'It crashes' (line 14 'bug', line 15 'wish'), "
        "'new' (line 19 'wish', line 21 'bug'). Give each text one.",
    ]
    record = json.loads(json.dumps(found.record()))
    assert record["in_an_earlier_split"]["count"] == 4
    assert record["in_an_earlier_split"]["by_splits"]["test in validation"] == 1
    assert record["scarce_classes"] == {"wish": 1, "Wish ": 0}
    assert record["classes_alike"] == [["wish", "Wish "]]
    assert record["several_labels"]["count"] == 2
    assert record["unlabelled"] == {"count": 2, "examples": ["line 30", "line 31"]}


def test_texts_outside_of_all_splits_and_splits_that_are_not_there_are_left_aside() -> None:
    rows = [(f"text {n}", ("bug", "wish")[n % 2]) for n in range(20)]
    rows += [("", "bug"), ("text 1", "bug")]
    assert audit(rows, [range(20)]) == TextAudit()


def test_many_classes_are_not_all_listed() -> None:
    classes = tuple(f"c{n}" for n in range(50))
    (line, *_) = audit([("a", "c0")], [[0]], classes).lines()
    assert line.count("(0)") == 19 and "and 30 more" in line


def test_long_texts_are_cut() -> None:
    (*_, line) = audit([("long " * 50, "bug"), ("LONG " * 50, "bug")], [[0], [1]]).lines()
    assert "'LONG LONG LONG LONG LONG LONG LONG LO...' (line 3 in validation" in line


texts_in_splits = st.lists(
    st.tuples(
        st.text("aA \u0301é", max_size=3), st.sampled_from(["x", "y"]), st.sampled_from(SPLITS)
    ),
    min_size=1,
    max_size=40,
)


@given(texts_in_splits)
def test_counts_are_those_of_plain_loops(rows) -> None:
    places = {
        split: np.array([n for n, row in enumerate(rows) if row[2] == split], np.int64)
        for split in SPLITS
    }
    texts = [row[0] for row in rows]
    labels = np.array(["xy".index(row[1]) for row in rows])
    found = audit_texts(texts, labels, ("x", "y"), places, place)
    seen: dict[str, str] = {}
    across, within = 0, dict.fromkeys(SPLITS, 0)
    flags = {split: [] for split in SPLITS}
    for split in SPLITS:
        own = set()
        for row in places[split]:
            spelled = plain(texts[row])
            flags[split].append(seen.get(spelled, split) != split)
            across += flags[split][-1]
            within[split] += spelled in own
            own.add(spelled)
            seen.setdefault(spelled, split)
    by_text: dict[str, set[str]] = {}
    for text, label, _ in rows:
        by_text.setdefault(plain(text), set()).add(label)
    assert found.across.count == across == sum(found.across_counts.values())
    assert found.within == {split: count for split, count in within.items() if count}
    assert found.contradicting.count == sum(len(names) > 1 for names in by_text.values())
    assert found.empty.count == sum(not text.strip() for text in texts)
    repeated = repeated_in_earlier_split(texts, places)
    assert list(repeated) == ["validation", "test"]
    for split, own in repeated.items():
        assert own.tolist() == flags[split]


def test_a_repeat_in_an_earlier_split_keeps_the_order_of_places() -> None:
    places = {"training": np.array([4]), "validation": np.array([3, 0]), "test": np.array([1, 2])}
    repeated = repeated_in_earlier_split(["A ", "b", "c", "b", "a"], places)
    assert {split: own.tolist() for split, own in repeated.items()} == {
        "validation": [False, True],
        "test": [True, False],
    }
