"""Agreement of markers: ordinal alpha, against worked figures and with silence where few."""

from __future__ import annotations

import random

import pytest

from crossread.agreement import TOO_FEW, decimal, spread
from crossread.grading.alpha import alpha
from crossread.grading.looks import ranged
from crossread.grading.markers import Given, agreed
from crossread.marking.differing import _alpha


def ordinal_by_hand(pairs: list[tuple[int, int]]) -> float:
    """Krippendorff 2011, section C, for two markers without gaps, written out."""
    values = [level for pair in pairs for level in pair]
    count = {level: values.count(level) for level in range(5)}

    def distance(a: int, b: int) -> float:
        low, high = sorted((a, b))
        between = sum(count[level] for level in range(low, high + 1))
        return float((between - (count[low] + count[high]) / 2) ** 2)

    n = len(values)
    seen = sum(2 * distance(a, b) for a, b in pairs) / n
    chance = sum(count[a] * count[b] * distance(a, b) for a in count for b in count)
    return 1 - seen / (chance / (n * (n - 1)))


def test_alpha_is_what_the_formula_gives_by_hand():
    pairs = [(4, 4), (3, 4), (2, 2), (1, 2), (3, 3), (4, 3), (0, 1), (2, 4), (3, 3), (1, 1), (2, 3)]
    found = alpha(pairs)
    assert found.value == pytest.approx(ordinal_by_hand(pairs))
    assert found.low is not None and found.high is not None
    assert found.low < found.value < found.high <= 1.0
    assert found.n == 11


def test_perfect_agreement_is_one_and_levels_by_chance_are_near_nought():
    chance = random.Random(3)
    same = [(level, level) for level in (4, 3, 2, 1) * 5]
    assert alpha(same).value == 1.0
    free = [(chance.randrange(5), chance.randrange(5)) for _ in range(400)]
    assert abs(alpha(free).value or 1.0) < 0.15


def test_a_near_miss_costs_less_than_a_far_one():
    base = [(level, level) for level in (4, 3, 2, 1) * 3]
    near, far = alpha([*base, (4, 3)]).value, alpha([*base, (4, 1)]).value
    assert near is not None and far is not None and near > far


def test_below_ten_pieces_marked_twice_nothing_is_said():
    rows = [(4, 4), (3, 2)] * 5
    assert len(rows) == TOO_FEW and alpha(rows).value is not None
    assert alpha(rows[:-1]) == alpha([*rows[:-1], (4, None)])
    found = alpha(rows[:-1])
    assert (found.value, found.low, found.high, found.n) == (None, None, None, 9)
    assert alpha([]).n == 0


def test_where_only_one_level_occurs_nothing_can_be_corrected_for_chance():
    found = alpha([(3, 3)] * 20)
    assert (found.value, found.n) == (None, 20)


def test_a_third_marker_with_gaps_counts():
    rows: list[tuple[int | None, ...]] = [(4, 4, None), (3, None, 2), (None, 1, 1), (2, 2, 2)] * 4
    assert alpha(rows).n == 16 and (alpha(rows).value or 0) > 0.7


def test_the_same_seed_gives_the_same_interval_and_another_one_may_not():
    rows = [(4, 3), (3, 3), (2, 1), (1, 1), (0, 2)] * 3
    assert alpha(rows, seed=5) == alpha(rows, seed=5)
    assert alpha(rows, seed=5).value == alpha(rows, seed=6).value


def test_the_order_of_works_and_markers_changes_nothing_since_desk_and_report_have_others():
    chance = random.Random(4)
    rows: list[tuple[int | None, ...]] = [
        (chance.randrange(5), chance.randrange(5)) for _ in range(12)]
    found = alpha(rows)
    turned = [(None, b, None, a) for a, b in rows]
    chance.shuffle(turned)
    assert alpha(turned) == found and found.low != found.high


def test_the_report_and_the_desk_tell_one_interval_in_one_way():
    chance = random.Random(11)
    levels = {work: (chance.randrange(5), chance.randrange(5)) for work in range(12)}
    at_desk = alpha(list(levels.values()))
    twice = [Given(f"w{99 - work}", work, "03", "R1", marker, level)
             for work, pair in levels.items()
             for marker, level in zip(("b", "a"), pair, strict=True)]
    in_report = agreed(twice)[0].alpha
    assert (at_desk.value, at_desk.low, at_desk.high, at_desk.n) == (
        in_report.value, in_report.low, in_report.high, in_report.n)
    told = ranged(in_report).split(", ")[0].replace("(", "(95% ")
    assert _alpha(at_desk) == f"{told}, 12 marked twice"
    assert "−" in told and "-" not in told


@pytest.mark.parametrize(("value", "plain", "signed"), [
    (0.324, "0.32", "+0.32"), (-0.341, "−0.34", "−0.34"), (-0.004, "0.00", "0.00"),
    (0.004, "0.00", "0.00"), (0.0, "0.00", "0.00"), (-10.0, "−10.00", "−10.00")])
def test_a_number_has_a_true_minus_and_nought_has_no_sign(value: float, plain: str, signed: str):
    assert (decimal(value), decimal(value, plus=True)) == (plain, signed)


def test_rows_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="one entry for every marker"):
        alpha([(4, 4), (3,)])


def test_an_interval_needs_a_draw_that_can_be_measured():
    with pytest.raises(ValueError, match="nothing can be measured in any draw"):
        spread([1, 2], lambda units: None, 1)
