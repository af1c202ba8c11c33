"""Marking by people: what waits, in which order, levels kept, second marks, differences."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.handins import MADE, Maker
from support.lake import LAKE

from crossread.grading import gradebook as g
from crossread.grading import marking, second
from crossread.grading.bench import Bench
from crossread.grading.gradebook import Gradebook
from crossread.grading.inforce import keys_of
from crossread.grading.marking import FIRST, SECOND, Clash, MarkError
from crossread.grading.office import Office
from crossread.grading.overrides import overrides, set_override
from crossread.grading.results import Result, results
from crossread.seeds import Seeds

SEEDS = Seeds(LAKE)
MAKER = Maker(SEEDS)
R1 = SEEDS.exercise("01").rubric[0]
SCHEMA_2 = {"schema_version", "course", "deadline", "student", "key_version", "submission", "mark",
            "override", "regrade"}
WORDS = {"x01-4": "P2.1 says a third and Q2.1 a tenth."}


@pytest.fixture
def grade(url: str, tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Grade a class of ``n`` into the gradebook, and anything more that comes in later."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    office = Office(SEEDS, url, create=True)

    def grade_(n: int = 3, **more: bytes) -> Office:
        for k in range(n):
            (inbox / f"{k}.json").write_bytes(MAKER.handin(
                MAKER.right | WORDS, id=f"s{k:02}", name=f"Name {k:02}"))
        for name, raw in more.items():
            (inbox / f"{name}.json").write_bytes(raw)
        office.grade(inbox)
        return office

    yield grade_
    office.close()


@pytest.fixture
def sit(url: str) -> Iterator[Callable[[str], Bench]]:
    """A marker at the gradebook."""
    benches: list[Bench] = []

    def sit_(marker: str) -> Bench:
        benches.append(Bench(SEEDS, url, marker))
        return benches[-1]

    yield sit_
    for bench in benches:
        bench.close()


def rows(url: str, table: sa.Table) -> list[dict[str, Any]]:
    book = Gradebook(url)
    with book.read() as connection:
        found = [dict(row._mapping) for row in connection.execute(
            sa.select(table).order_by(*table.primary_key))]
    book.close()
    return found


def all_results(url: str) -> list[Result]:
    book = Gradebook(url)
    with book.read() as connection:
        found = list(results(connection, SEEDS))
    book.close()
    return found


def test_only_the_file_that_counts_waits_and_a_blank_one_does_not(grade: Any, sit: Any, url: str):
    newer = MAKER.handin(MAKER.right | WORDS, id="s01", made=MADE + timedelta(hours=1))
    grade(3, newer=newer, blank=MAKER.handin({}, id="s09", name="Blank"), broken=b"{")
    pile = sit("Ada").open("01")
    names = {row["id"]: row["name"] for row in rows(url, g.submission)}
    assert sorted(names[page.work.submission] for page in pile.pages) == [
        "0.json", "2.json", "newer.json"]
    assert pile.progress == (0, 3)


def test_the_order_is_seeded_and_names_and_ids_play_no_role(grade: Any, sit: Any, url: str):
    grade(24)
    pile = sit("Ada").open("01")
    order = [page.work.student for page in pile.pages]
    assert order == [page.work.student for page in sit("Ben").open("01").pages]
    assert order != sorted(order) and order != sorted(order, reverse=True)
    codes = {page.work.code for page in pile.pages}
    assert len(codes) == 24 and all(len(code) == 5 for code in codes)
    again = [page.work.student for page in sit("Ada").open("01", "criterion").pages]
    assert sorted(again) == sorted(order) and again != order


def test_the_code_of_a_work_is_another_one_in_each_exercise(grade: Any, sit: Any, url: str):
    grade(1)
    work, = (page.work for page in sit("Ada").open("01").pages)
    key = rows(url, g.student)[0]["key"]
    codes = {name: marking._code(SEEDS.course.id, name, key) for name in ("01", "02")}
    assert work.code == codes["01"] != codes["02"], "a name seen once tells no other work"


def test_by_criterion_every_criterion_comes_whole_before_the_next():
    works = [marking.Work(n, n, "09", str(n), str(n), None) for n in range(9)]  # type: ignore[arg-type]
    real = Seeds(Path(__file__).resolve().parents[2]).exercise("09").rubric
    pages = marking.pages(works, real, "criterion")
    assert [page.criteria[0].id for page in pages] == [c.id for c in real for _ in works]
    orders = {tuple(p.work.student for p in pages if p.criteria == (one,)) for one in real}
    assert len(orders) == len(real), "each criterion has an order of its own"
    by_student = marking.pages(works, real, "student")
    assert [(page.work.student, len(page.criteria)) for page in by_student] == [
        (n, len(real)) for n in range(9)]


def test_a_level_joins_the_total_and_progress_counts_it(grade: Any, sit: Any, url: str):
    grade(3)
    ada = sit("Ada")
    one, two, _ = ada.open("01").pages
    assert ada.mark("01", FIRST, one.work.submission, "R1", 3, " Well put. ", None).turn == 1
    assert ada.mark("01", FIRST, two.work.submission, "R1", 0, "", None).level == 0
    assert ada.open("01").progress == (2, 3)
    found = {r.student.id: r for r in all_results(url)}
    levels = [r.levels["R1"] for r in found.values() if r.levels]
    assert sorted((level.points, level.comment, level.marker) for level in levels) == [
        (0, "", "Ada"), (3, "Well put.", "Ada")]
    assert sum(r.total is None for r in found.values()) == 1


def test_a_marker_changes_their_own_mark_and_nothing_is_doubled(grade: Any, sit: Any, url: str):
    grade(1)
    ada = sit("Ada")
    work = ada.open("01").pages[0].work.submission
    ada.mark("01", FIRST, work, "R1", 3, "", None)
    ada.mark("01", FIRST, work, "R1", 2, "One is missing.", 1)
    assert [(row["level"], row["turn"]) for row in rows(url, g.mark)] == [(2, 2)]


def test_the_later_of_two_markers_is_told_what_the_other_chose_and_decides(
        grade: Any, sit: Any, url: str):
    grade(1)
    ada, ben = sit("Ada"), sit("Ben")
    work = ada.open("01").pages[0].work.submission
    ben.open("01")
    ada.mark("01", FIRST, work, "R1", 4, "Both are used.", None)
    with pytest.raises(Clash, match="Ada chose level 4 after you opened this row") as clash:
        ben.mark("01", FIRST, work, "R1", 2, "", None)
    assert clash.value.now.comment == "Both are used."
    assert [row["level"] for row in rows(url, g.mark)] == [4], "nothing is written before"
    with pytest.raises(Clash, match="Ada chose level 4"):
        ben.mark("01", FIRST, work, "R1", 2, "", clash.value.now.turn)
    assert [row["level"] for row in rows(url, g.mark)] == [4], "seen is not decided"
    ben.mark("01", FIRST, work, "R1", 2, "", clash.value.now.turn, over=True)
    assert [(row["marker"], row["level"]) for row in rows(url, g.mark)] == [("Ada", 4), ("Ben", 2)]
    assert all_results(url)[0].levels["R1"].points == 2
    with pytest.raises(Clash, match="Ben chose level 2"):
        ada.mark("01", FIRST, work, "R1", 4, "", 1, over=True)


@settings(max_examples=12, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(st.tuples(st.sampled_from(["Ada", "Ben", "Cy"]), st.integers(0, 1),
                               st.integers(0, 4)), min_size=4, max_size=18),
       seed=st.integers(0, 99))
def test_of_several_markers_at_once_no_choice_is_lost_unseen(plan: Any, seed: int, url: str,
                                                             tmp_path_factory: Any):
    """Each marker works in a thread with a connection of their own, and gives up no choice:
    told of another's, they look at it and save theirs on top. So as many turns are counted
    as choices were kept, and every choice was seen by whoever replaced it."""
    inbox = tmp_path_factory.mktemp("inbox")
    for k in range(2):
        (inbox / f"{k}.json").write_bytes(MAKER.handin(MAKER.right | WORDS, id=f"s{k}"))
    office = Office(SEEDS, url, create=True)
    office.grade(inbox)
    with office._book.write() as connection:
        connection.execute(g.mark.delete())
    office.close()
    kept: list[tuple[int, int, str, int]] = []  # work, turn, marker, level
    seen: list[tuple[int, int, str, int]] = []  # what somebody was shown before replacing it
    faults: list[BaseException] = []
    start = threading.Barrier(3)

    def work(marker: str) -> None:
        try:
            bench = Bench(SEEDS, url, marker)
            pile = bench.open("01")
            known: dict[int, Any] = {}
            start.wait()
            for who, place, level in plan:
                if who != marker:
                    continue
                submission = pile.pages[place].work.submission
                while True:
                    before = known.get(submission)
                    try:
                        now = bench.mark("01", FIRST, submission, "R1", level, "",
                                         before.turn if before else None,
                                         over=before is not None)
                    except Clash as clash:
                        known[submission] = clash.now
                        continue
                    if before:
                        seen.append((submission, before.turn, before.marker, before.level))
                    kept.append((submission, now.turn, marker, level))
                    known[submission] = now
                    break
            bench.close()
        except BaseException as error:
            faults.append(error)
            start.abort()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("Ada", "Ben", "Cy")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert len(kept) == len(plan)
    for submission in {one[0] for one in kept}:
        turns = sorted(one for one in kept if one[0] == submission)
        assert [turn for _, turn, _, _ in turns] == list(range(1, len(turns) + 1))
        assert set(turns[:-1]) == {one for one in seen if one[0] == submission}
        last = max((r for r in rows(url, g.mark) if r["submission"] == submission),
                   key=lambda r: r["turn"])
        assert (last["turn"], last["marker"], last["level"]) == turns[-1][1:]


def test_what_cannot_be_kept_is_said_and_not_written(grade: Any, sit: Any, url: str):
    grade(1)
    ada = sit("Ada")
    work = ada.open("01").pages[0].work.submission
    for level, comment, words in ((7, "", "“Both texts are used” has no level 7"),
                                  (3, "a" * 2001, "has 2,001 characters; shorten it to 2,000")):
        with pytest.raises(MarkError, match=words):
            ada.mark("01", FIRST, work, "R1", level, comment, None)
    with pytest.raises(MarkError, match="no row “R9”"):
        ada.mark("01", FIRST, work, "R9", 3, "", None)
    with pytest.raises(MarkError, match="not in the list on the desk"):
        ada.mark("01", FIRST, 999, "R1", 3, "", None)
    with pytest.raises(MarkError, match="blank in the gradebook by now"):
        ada.mark("01", FIRST, work, "R1", 3, "", 4)
    with pytest.raises(MarkError, match="has no exercise “77” with rows for a marker; it has 01"):
        ada.open("77")
    assert rows(url, g.mark) == []


def test_a_comment_is_kept_without_controls_and_with_its_lines(grade: Any, sit: Any):
    grade(1)
    ada = sit("Ada")
    work = ada.open("01").pages[0].work.submission
    said = "\none\x00\u202e two\r\n\r\n<b>three</b>\ud800 "
    made = ada.mark("01", FIRST, work, "R1", 3, said, None)
    assert made.comment == "one  two\n\n<b>three</b>"


def test_a_file_that_no_longer_counts_cannot_be_marked(grade: Any, sit: Any):
    grade(2)
    ada = sit("Ada")
    works = {page.work.student: page.work.submission for page in ada.open("01").pages}
    grade(0, newer=MAKER.handin(MAKER.right | WORDS, id="s00", made=MADE + timedelta(hours=1)))
    old = works[1]
    with pytest.raises(MarkError, match="a newer one of the same student has come in"):
        ada.mark("01", FIRST, old, "R1", 3, "", None)
    assert len(ada.open("01", afresh=True).pages) == 2


def test_marks_of_a_file_that_was_replaced_are_told_and_do_not_count(grade: Any, sit: Any,
                                                                    url: str):
    grade(2)
    ada = sit("Ada")
    works = {page.work.student: page.work.submission for page in ada.open("01").pages}
    for work in works.values():
        ada.mark("01", FIRST, work, "R1", 3, "", None)
    assert ada.open("01").earlier == {}
    grade(0, newer=MAKER.handin(MAKER.right | WORDS, id="s00", made=MADE + timedelta(hours=1)))
    pile = ada.open("01", afresh=True)
    assert (pile.earlier, pile.progress) == ({1: {"R1": 3}}, (1, 2))
    assert ada.open("01", lane=SECOND).earlier == {}, "the second marker stays blind"


def test_a_flag_goes_up_and_down(grade: Any, sit: Any, url: str):
    grade(2)
    ada = sit("Ada")
    work = ada.open("01").pages[0].work.submission
    ada.flag("01", work, up=True)
    ada.flag("01", work, up=True)
    assert sit("Ben").open("01").flags == {work}
    assert [row["who"] for row in rows(url, g.flag)] == ["Ada"]
    ada.flag("01", work, up=False)
    assert ada.open("01").flags == frozenset()


def test_a_name_is_shown_only_on_request_and_the_request_is_recorded(grade: Any, sit: Any,
                                                                     url: str):
    grade(2)
    ada = sit("Ada")
    work = ada.open("01").pages[0].work
    assert rows(url, g.reveal) == []
    assert ada.reveal("01", work.submission).startswith("Name 0")
    assert [(row["submission"], row["who"]) for row in rows(url, g.reveal)] == [
        (work.submission, "Ada")]


def test_own_comments_are_kept_once_for_their_marker_and_criterion(grade: Any, sit: Any):
    grade(1)
    ada = sit("Ada")
    assert ada.keep("01", "R1", "Name the place.") == ("Name the place.",)
    ada.keep("01", "R1", "Which one?")
    assert ada.keep("01", "R1", "Name the place. ") == ("Name the place.", "Which one?")
    assert ada.open("01").comments == {"R1": ("Name the place.", "Which one?")}
    assert sit("Ben").open("01").comments == {}
    with pytest.raises(MarkError, match="Write the comment first"):
        ada.keep("01", "R1", " \n")
    with pytest.raises(MarkError, match="shorten it to 2,000"):
        ada.keep("01", "R1", "a" * 2001)


def test_a_comment_before_its_level_is_a_draft_of_its_marker_until_the_level_is_chosen(
        grade: Any, sit: Any, url: str):
    grade(6)
    ada, ben = sit("Ada"), sit("Ben")
    work = ada.open("01").pages[0].work.submission
    ben.open("01")
    assert ada.draft("01", FIRST, work, "R1", " Which place?\x07 ") == "Which place?"
    ada.draft("01", FIRST, work, "R1", "Which place, and when?")
    again = sit("Ada").open("01")
    assert again.drafts == {(work, "R1"): "Which place, and when?"}, "it outlives the page"
    assert again.levels == {} and again.progress[0] == 0, "a draft is no mark"
    assert ben.open("01").drafts == {} and ada.open("01", lane=SECOND).drafts == {}
    ada.mark("01", FIRST, work, "R1", 3, "Which place, and when?", None)
    assert ada.open("01").drafts == {} and rows(url, g.draft) == []


def test_an_emptied_draft_is_gone_and_a_strange_one_is_refused(grade: Any, sit: Any, url: str):
    grade(6)
    ada = sit("Ada")
    work = ada.open("01").pages[0].work.submission
    ada.draft("01", FIRST, work, "R1", "Which place?")
    assert ada.draft("01", FIRST, work, "R1", " \n") == "" and rows(url, g.draft) == []
    with pytest.raises(MarkError, match="shorten it to 2,000"):
        ada.draft("01", FIRST, work, "R1", "a" * 2001)
    with pytest.raises(MarkError, match="has no row"):
        ada.draft("01", FIRST, work, "R9", "Which place?")
    with pytest.raises(MarkError, match="not in the list"):
        ada.draft("01", FIRST, 99, "R1", "Which place?")
    ada.mark("01", FIRST, work, "R1", 3, "", None)
    with pytest.raises(MarkError, match="its second marker must be somebody else"):
        ada.draft("01", SECOND, work, "R1", "Which place?")


def test_a_marker_needs_a_name(grade: Any, sit: Any):
    grade(1)
    with pytest.raises(MarkError, match="give a name with --marker"):
        sit(" \t")


# second marks

def test_the_second_sample_is_seeded_a_tenth_and_at_least_five(grade: Any, sit: Any):
    grade(24)
    drawn = [page.work.submission for page in sit("Ben").open("01", lane=SECOND).pages]
    assert len(drawn) == 5 and len(set(drawn)) == 5
    assert drawn == [page.work.submission for page in sit("Cy").open("01", lane=SECOND).pages]
    works = [page.work for page in sit("Ben").open("01").pages]
    assert drawn != [work.submission for work in works[:5]], "not simply those marked first"
    assert len(second.sample(works * 5, {})) >= 12
    assert len(second.sample(works[:3], {})) == 3


def test_another_share_holds_for_every_marker_and_is_drawn_once(grade: Any, sit: Any, url: str):
    grade(24)

    def drawn(marker: str) -> list[int]:
        return [page.work.submission for page in sit(marker).open("01", lane=SECOND).pages]

    tenth = drawn("Ben")
    sit("Ada").set_share(50)
    half = drawn("Ben")
    assert half == drawn("Cy") == drawn("Ben") and len(half) == 12
    assert set(tenth) < set(half), "a larger share keeps what was drawn before"
    sit("Cy").set_share(25)
    assert len(drawn("Ben")) == 6 and set(drawn("Ben")) < set(half)
    sit("Cy").set_share(1)
    assert drawn("Ben") == tenth, "at least five pieces"
    row, = rows(url, g.setting)
    assert (row["name"], row["value"], row["who"]) == ("second_share", "1", "Cy")


def test_all_work_or_none_can_be_marked_twice(grade: Any, sit: Any):
    grade(24)
    ada, ben = sit("Ada"), sit("Ben")
    assert ada.share == 10
    ada.set_share(100)
    pages = ben.open("01", lane=SECOND).pages
    assert len(pages) == 24
    ben.mark("01", SECOND, pages[0].work.submission, "R1", 2, "", None)
    ada.set_share(0)
    left = ben.open("01", lane=SECOND)
    assert [page.work.submission for page in left.pages] == [pages[0].work.submission], \
        "work that has second marks stays"
    assert ben.share == left.share == 0


@pytest.mark.parametrize("percent", [-1, 101, 1000])
def test_a_share_that_is_no_percentage_is_refused(percent: int, grade: Any, sit: Any, url: str):
    grade(1)
    with pytest.raises(MarkError, match=f"{percent} is no share of the work; give a percentage "
                                        "from 0 to 100"):
        sit("Ada").set_share(percent)
    assert rows(url, g.setting) == [] and sit("Ada").share == 10


def test_work_with_second_marks_stays_in_the_sample(grade: Any, sit: Any):
    grade(24)
    works = [page.work for page in sit("Ben").open("01").pages]
    outside = next(w for w in works if w not in second.sample(works, {}))
    begun = {(outside.submission, "R1"): marking.Given(3, "", "Ben", "", 1)}
    assert outside in second.sample(works, begun)


def test_a_second_marker_gets_other_work_in_place_of_what_they_have_seen(grade: Any, sit: Any):
    grade(7)
    ada, ben, cy = sit("Ada"), sit("Ben"), sit("Cy")

    def drawn(bench: Bench) -> list[int]:
        return [page.work.submission for page in bench.open("01", lane=SECOND).pages]

    first = drawn(ben)
    spare = [page.work.submission for page in ben.open("01").pages
             if page.work.submission not in first]
    assert len(first) == 5 and len(spare) == 2
    ben.show(first[0])
    after = drawn(ben)
    assert first[0] not in after and len(after) == 5 and drawn(cy) == first
    new, = set(after) - set(first)
    ben.mark("01", SECOND, new, "R1", 2, "", None)
    assert sorted(drawn(ben)) == sorted(after), "marking it draws no further one"
    for submission in first[1:]:
        ben.show(submission)
    last = drawn(ben)
    assert set(spare) <= set(last) and len(last) == 5, "the rest stays: no other is left to draw"
    drawn(ada)
    ada.mark("01", SECOND, first[4], "R1", 2, "", None)
    assert first[4] in drawn(ben), "what a second marker has begun stays"


def test_second_marks_elsewhere_take_no_place_in_the_sample_of_an_exercise(
        grade: Any, sit: Any, url: str):
    grade(9)
    ben = sit("Ben")
    ben.set_share(100)
    works = [page.work for page in ben.open("01").pages]
    here, elsewhere = works[:6], works[6:]  # as if the last three were of another exercise
    for work in elsewhere:
        ben.mark("01", SECOND, work.submission, "R1", 2, "", None)
    ben.set_share(10)
    book = Gradebook(url)
    with book.read() as connection:
        sample = second.for_marker(connection, here, "Ben")
        seen = frozenset({sample[0].submission})
        after = second.for_marker(connection, here, "Ben", seen)
    book.close()
    assert len(sample) == len(after) == 5 and sample[0] not in after


def test_a_second_marker_sees_no_first_mark_and_moves_no_total(grade: Any, sit: Any, url: str):
    grade(6)
    ada, ben = sit("Ada"), sit("Ben")
    for page in ada.open("01").pages:
        ada.mark("01", FIRST, page.work.submission, "R1", 4, "first words", None)
    pile = ben.open("01", lane=SECOND)
    assert pile.levels == {} and pile.progress == (0, 5)
    for page in pile.pages:
        ben.mark("01", SECOND, page.work.submission, "R1", 1, "second words", None)
    assert {given.comment for given in ben.open("01", lane=SECOND).levels.values()} == {
        "second words"}
    assert {r.levels["R1"].points for r in all_results(url)} == {4}


def test_nobody_is_first_and_second_marker_of_one_work(grade: Any, sit: Any):
    grade(6)
    ada, ben = sit("Ada"), sit("Ben")
    drawn = [page.work.submission for page in ben.open("01", lane=SECOND).pages]
    ada.open("01")
    ada.mark("01", FIRST, drawn[0], "R1", 4, "", None)
    assert drawn[0] not in [p.work.submission for p in ada.open("01", lane=SECOND).pages]
    with pytest.raises(MarkError, match="its second marker must be somebody else"):
        ada.mark("01", SECOND, drawn[0], "R1", 4, "", None)
    ben.mark("01", SECOND, drawn[1], "R1", 4, "", None)
    with pytest.raises(MarkError, match="already as its second marker"):
        ben.mark("01", FIRST, drawn[1], "R1", 4, "", None)


@pytest.fixture
def apart(grade: Any, sit: Any) -> tuple[Bench, Bench, list[int]]:
    """Two markers: one level apart on one work, two on another, nought on the rest."""
    grade(5)
    ada, ben = sit("Ada"), sit("Ben")
    drawn = [page.work.submission for page in ben.open("01", lane=SECOND).pages]
    ada.open("01")
    for n, work in enumerate(drawn):
        ada.mark("01", FIRST, work, "R1", 4, f"first {n}", None)
        ben.mark("01", SECOND, work, "R1", {0: 3, 1: 2}.get(n, 4), f"second {n}", None)
    return ada, ben, drawn


def test_rows_more_than_one_level_apart_are_listed_with_both_levels_and_comments(apart: Any):
    ada, _, drawn = apart
    (found,), agreement = ada.differences("01")
    assert found.work.submission == drawn[1] and found.settled is None
    assert (found.first.level, found.first.comment, found.second.level, found.second.comment) == (
        4, "first 1", 2, "second 1")
    assert agreement["R1"].n == 5 and agreement["R1"].value is None


def test_a_difference_is_listed_only_when_the_second_marker_is_through():
    works = [marking.Work(1, 1, "09", "A", "A", None)]  # type: ignore[arg-type]
    rubric = Seeds(Path(__file__).resolve().parents[2]).exercise("09").rubric
    book = Gradebook("sqlite://", create=True)
    with book.write() as connection:
        g.insert(connection, g.student, [{"id": 1, "key": "a", "student_id": "a", "name": "",
                                          "email": "", "also": "", "listed": 1}])
        g.insert(connection, g.submission, [{
            "id": 1, "name": "a", "digest": "", "status": "graded", "reason": "", "own": "graded",
            "why": "", "exercise": "09", "student": 1, "matched": "", "typed_id": "",
            "typed_name": "", "install": "", "made": "", "received": "", "raw": b""}])
        for one in rubric:
            marking.save(connection, "Ada", FIRST, 1, one, 4, "", None)
        marking.save(connection, "Ben", SECOND, 1, rubric[0], 1, "", None)
        assert second.differences(connection, works, rubric) == ()
        for one in rubric[1:]:
            marking.save(connection, "Ben", SECOND, 1, one, 4, "", None)
        assert len(second.differences(connection, works, rubric)) == 1


def test_a_settled_level_counts_with_who_and_why_and_can_be_settled_again(apart: Any, url: str):
    ada, ben, drawn = apart
    ada.settle("01", drawn[1], "R1", 3, "Both places are named once.", (1, 1, 0))
    (found,), _ = ben.differences("01")
    assert found.settled.who == "Ada" and found.settled.why == "Both places are named once."
    mine = next(r for r in all_results(url) if r.levels["R1"].points == 3)
    assert (mine.levels["R1"].comment, mine.levels["R1"].marker) == ("first 1", "Ada")
    ben.settle("01", drawn[1], "R1", 2, "Read again together.", (1, 1, found.settled.id))
    assert [(row["level"], row["who"]) for row in rows(url, g.settled)] == [(3, "Ada"), (2, "Ben")]
    assert sorted(r.levels["R1"].points for r in all_results(url)) == [2, 4, 4, 4, 4]


def test_a_settlement_needs_a_reason_and_the_row_as_it_was_seen(apart: Any, url: str):
    ada, ben, drawn = apart
    with pytest.raises(MarkError, match="kept with its reason"):
        ada.settle("01", drawn[1], "R1", 3, " ", (1, 1, 0))
    with pytest.raises(MarkError, match="has no level 9"):
        ada.settle("01", drawn[1], "R1", 9, "Why.", (1, 1, 0))
    ada.settle("01", drawn[1], "R1", 3, "Why.", (1, 1, 0))
    with pytest.raises(MarkError, match="Somebody changed this row since you opened the list"):
        ben.settle("01", drawn[1], "R1", 2, "Why not.", (1, 1, 0))
    assert len(rows(url, g.settled)) == 1


def test_a_settled_row_is_not_marked_over(apart: Any):
    ada, ben, drawn = apart
    ada.settle("01", drawn[1], "R1", 3, "Why.", (1, 1, 0))
    for bench, lane in ((ada, FIRST), (ben, SECOND)):
        with pytest.raises(MarkError, match="Ada settled the level of “Both texts are used”"):
            bench.mark("01", lane, drawn[1], "R1", 1, "", 1)


# overrides

def override(url: str, student: str, points: float | None, why: str = "Ill.", who: str = "Ada",
             ) -> Any:
    book = Gradebook(url)
    try:
        with book.write() as connection:
            return set_override(connection, keys_of(connection, SEEDS)["01"], student, points, who,
                                why)
    finally:
        book.close()


def test_an_override_is_set_replaced_and_lifted_and_none_is_written_over(grade: Any, url: str):
    grade(2)
    assert override(url, "s00", 9.5).points == 9.5
    override(url, "Name 00", 8, "Ill, and late.", "Ben")
    mine = all_results(url)[0]
    assert (mine.total, mine.override_why, mine.override_who) == (8.0, "Ill, and late.", "Ben")
    override(url, "s00", None, "The doctor's note was another's.")
    mine = all_results(url)[0]
    assert (mine.override, mine.total, mine.waiting) == (None, None, ("R1",))
    book = Gradebook(url)
    with book.read() as connection:
        assert [(o.student, o.points, o.who) for o in overrides(connection)] == [
            ("s00", 9.5, "Ada"), ("s00", 8.0, "Ben"), ("s00", None, "Ada")]
    book.close()
    with pytest.raises(MarkError, match="is in force; there is nothing to lift"):
        override(url, "s00", None, "Again.")


def test_a_marker_overrides_at_the_gradebook_and_an_unknown_exercise_is_told(grade: Any, sit: Any,
                                                                            url: str):
    grade(1)
    assert sit("Ada").override("s00", "01", 7, "Ill.").who == "Ada"
    assert all_results(url)[0].total == 7.0
    with pytest.raises(MarkError, match="has no exercise “77”; it has 01"):
        sit("Ada").override("s00", "77", 7, "Ill.")


@pytest.mark.parametrize(("student", "points", "why", "who", "words"), [
    ("s00", 5, " ", "Ada", "kept with its reason: give one with --why"),
    ("s00", 5, "Ill.", " ", "give a name with --marker"),
    ("s00", -1, "Ill.", "Ada", "give a number from 0 to 11"),
    ("s00", float("nan"), "Ill.", "Ada", "has 11 points"),
    ("s00", 11.5, "Ill.", "Ada", "has 11 points"),
    ("nobody", 5, "Ill.", "Ada", "nobody .* is not in the roster"),
])
def test_an_override_that_cannot_be_kept_is_said(student: str, points: float, why: str, who: str,
                                                 words: str, grade: Any, url: str):
    grade(2)
    with pytest.raises(MarkError, match=words):
        override(url, student, points, why, who)
    assert rows(url, g.override) == []


def test_marks_of_a_gradebook_of_schema_1_and_2_stay_and_can_be_changed(tmp_path: Path):
    import sqlite3

    old = (Path(__file__).parent / "schema_1.sql").read_text("utf-8")
    work = ("INSERT INTO submission VALUES (1, 'a', 'd', 'graded', '', 0, 'graded', '', '01', 1, "
            "'', '', '', '', '', '', NULL);"
            "INSERT INTO mark VALUES (1, 'R1', 'Ada', 0, 3, 'Good.', '2031-05-06T08:00:00Z');"
            "INSERT INTO override VALUES (1, 1, '01', 5.0, 'Ada', 'Ill.', '2031-05-06T08:00:00Z');")
    two = ("INSERT INTO schema_version VALUES (2, '2031-05-02T08:00:00Z');"
           "CREATE TABLE regrade (id INTEGER NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL, "
           "exercises TEXT NOT NULL, moved INTEGER NOT NULL, record BLOB NOT NULL, "
           "PRIMARY KEY (id));")
    for version, script in ((1, old + work), (2, old + work + two)):
        connection = sqlite3.connect(tmp_path / f"{version}.db")
        connection.executescript(script)
        connection.close()
        book = Gradebook(f"sqlite:///{tmp_path / f'{version}.db'}")
        with book.write() as writing:
            assert marking.given(writing, FIRST)[(1, "R1")].turn == 0
            assert overrides(writing)[0].points == 5.0
            assert marking.save(writing, "Ben", FIRST, 1, R1, 2, "", 0).turn == 1
            assert marking.given(writing, FIRST)[(1, "R1")].marker == "Ben"
        book.close()


def test_a_class_marked_by_random_choices_adds_up(grade: Any, sit: Any, url: str):
    grade(8)
    chance = random.Random(4)
    ada = sit("Ada")
    chosen = {}
    for page in ada.open("01").pages:
        level = chance.randrange(5)
        ada.mark("01", FIRST, page.work.submission, "R1", level, "", None)
        chosen[page.work.student] = level
    assert [r.total for r in all_results(url)] == [
        7.0 + chosen[n] for n in sorted(chosen)]


def test_a_gradebook_of_schema_2_on_either_database_gets_room_for_marking(grade: Any, url: str):
    grade(1)
    book = Gradebook(url)
    with book.write() as connection:
        for name in g.tables.tables.keys() - SCHEMA_2:
            g.tables.tables[name].drop(connection)
        for name, column in (("mark", "turn"), ("override", "lifted")):
            connection.exec_driver_sql(f"ALTER TABLE {name} DROP COLUMN {column}")
        connection.execute(g.schema_version.update().values(version=2))
    book.close()
    bench = Bench(SEEDS, url, "Ada")
    work = bench.open("01").pages[0].work.submission
    assert bench.mark("01", FIRST, work, "R1", 3, "", None).turn == 1
    bench.flag("01", work, up=True)
    assert bench.override("s00", "01", 5, "Ill.").points == 5.0
    bench.close()
    assert [row["version"] for row in rows(url, g.schema_version)] == list(
        range(2, g.SCHEMA + 1))
