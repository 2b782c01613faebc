"""Sheets, the figures made of them, and the comparison of two runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_nlp.errors import InputError
from criteria_nlp.scoring import Counts, differences, figures, sheet

parts = st.lists(st.builds(Counts, *[st.integers(0, 5)] * 3), min_size=1, max_size=6)


def one(counts):
    return sheet((f"g{i}", {"f": {"": c}}) for i, c in enumerate(counts))


def by_label(found):
    return {(row.family, row.label): row for row in found}


def test_all_macro_and_labels():
    rows = by_label(figures(sheet([
        ("t1", {"f": {"A": Counts(1, 0, 1)}}),
        ("t2", {"f": {"A": Counts(1, 0, 0), "B": Counts(0, 1, 1)}}),
        ("t2", {"f": {"B": Counts(1, 0, 0), "C": Counts(0, 1, 0)}}),
    ])))  # fmt: skip
    assert rows["f", "A"].counts == Counts(2, 0, 1)
    assert rows["f", "A"].f1.figure == pytest.approx(0.8)
    assert rows["f", "B"].f1.figure == pytest.approx(0.5)
    assert rows["f", "all"].counts == Counts(3, 2, 2)
    # C is not in the gold: it counts as wrong in `all`, and is no part of the mean
    assert rows["f", "macro"].f1.figure == pytest.approx(0.65)


def test_a_family_without_labels_has_one_row():
    assert [row.label for row in figures(one([Counts(1, 0, 0)]))] == ["all"]
    assert figures(sheet([])) == []


@given(counts=parts)
def test_figures_agree_with_counts_and_lie_in_their_interval(counts):
    row = figures(one(counts), samples=200)[0]
    whole = Counts(*map(sum, zip(*counts, strict=True)))
    assert row.counts == whole
    assert row.precision.figure == pytest.approx(whole.precision)
    assert row.recall.figure == pytest.approx(whole.recall)
    assert row.f1.figure == pytest.approx(whole.f1)
    assert 0 <= row.f1.low <= row.f1.high <= 1


@given(counts=parts)
def test_the_order_of_groups_does_not_matter(counts):
    forth, back = (figures(one(rows), samples=20)[0] for rows in (counts, counts[::-1]))
    assert forth.counts == back.counts
    assert forth.f1.figure == back.f1.figure


@given(counts=parts)
def test_swapped_sides_swap_precision_and_recall(counts):
    turned = [Counts(c.tp, c.fn, c.fp) for c in counts]
    forth, back = (figures(one(rows), samples=20)[0] for rows in (counts, turned))
    assert forth.precision == back.recall and forth.f1 == back.f1


def test_the_interval_narrows_with_more_groups():
    few, many = (figures(one([Counts(1, 0, 0), Counts(0, 1, 1)] * n))[0].f1 for n in (10, 200))
    assert few.low < 0.5 < few.high
    assert many.high - many.low < (few.high - few.low) / 3


@given(counts=parts)
def test_a_run_is_no_better_than_itself(counts):
    row = differences(one(counts), one(counts), samples=50, swaps=50)[0]
    assert tuple(row.difference) == (0, 0, 0)
    assert row.p == 1


def test_a_clear_difference_and_a_chance_one():
    right, wrong = Counts(1, 0, 0), Counts(0, 1, 1)
    clear = differences(one([right] * 40), one([right, wrong] * 20))[0]
    assert clear.difference.figure == 0.5 and clear.difference.low > 0 and clear.p < 0.01
    chance = differences(one([right, wrong, wrong]), one([wrong, right, wrong]))[0]
    assert chance.difference.figure == 0 and chance.p == 1
    one_item = differences(one([right, *[wrong] * 9]), one([wrong] * 10))[0]
    assert one_item.difference.low == 0 and one_item.p > 0.4


def test_the_order_of_runs_turns_the_sign():
    first, second = one([Counts(2, 1, 0), Counts(0, 1, 1)]), one([Counts(1, 0, 1), Counts(1, 0, 0)])
    one_way, back = (differences(*pair)[0] for pair in ((first, second), (second, first)))
    assert one_way.difference.figure == -back.difference.figure
    assert one_way.p == back.p


def test_labels_of_one_run_only_are_compared():
    first = sheet([("t", {"f": {"A": Counts(1, 0, 0)}})])
    second = sheet([("t", {"f": {"A": Counts(1, 0, 0), "B": Counts(0, 2, 0)}})])
    rows = by_label(differences(first, second))
    assert rows["f", "B"].other == 0 and rows["f", "B"].f1 == 1


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (sheet([("u", {"f": {"A": Counts(1, 0, 0)}})]), "'t' is in one only"),
        (sheet([("t", {"f": {"A": Counts(1, 0, 1)}})]), "gold of 't': f A"),
    ],
)
def test_runs_of_other_gold_are_refused(other, reason):
    with pytest.raises(InputError, match=reason):
        differences(sheet([("t", {"f": {"A": Counts(1, 0, 0)}})]), other)
