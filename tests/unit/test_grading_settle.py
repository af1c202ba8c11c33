"""Which file counts for a student, and which are late: the same whatever order they come in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossread.grading.settle import Filed, alone, counted, minutes_late, settle

DUE = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)


def filed(id: int, own: str = "graded", made: str = "2031-05-04T10:00:00Z", student: int | None = 1,
          digest: str = "") -> Filed:
    return Filed(id, f"{id}.json", digest or f"d{id}", own, "Why.", "01", "s", "S", "", made,
                 student, "" if student else "Nobody.")


def final(files: list[Filed], due: dict[str, datetime] | None = None) -> dict[int, str]:
    return {file.id: s.status for file, s in settle(files, counted(files), due or {})}


def test_the_latest_file_counts_and_the_others_are_duplicates():
    files = [filed(1), filed(2, made="2031-05-04T11:00:00Z"), filed(3, student=2)]
    assert final(files) == {1: "duplicate", 2: "graded", 3: "graded"}


def test_a_blank_file_never_takes_the_place_of_an_answered_one():
    files = [filed(1), filed(2, "not_attempted", made="2031-05-04T11:00:00Z")]
    assert final(files) == {1: "graded", 2: "duplicate"}
    assert final([filed(1, "not_attempted")]) == {1: "not_attempted"}


@pytest.mark.parametrize("own", ["ungradable", "tampered"])
def test_an_unreadable_file_takes_nobodys_place(own: str):
    assert final([filed(1), filed(2, own, made="2031-05-05T10:00:00Z")]) == {1: "graded", 2: own}


def test_nobodys_files_are_unmatched_each_by_itself():
    assert final([filed(1, student=None), filed(2, student=None)]) == {1: "unmatched",
                                                                       2: "unmatched"}


@pytest.mark.parametrize(("made", "minutes"), [
    ("2031-05-04T11:59:59Z", 0), ("2031-05-04T12:00:00Z", 0), ("2031-05-04T12:00:01Z", 1),
    ("2031-05-04T12:01:00Z", 1), ("2031-05-05T12:00:00Z", 1440)])
def test_a_minute_that_has_begun_counts_as_late(made: str, minutes: int):
    assert minutes_late(made, DUE) == minutes
    assert minutes_late(made, None) is None


def test_late_is_told_and_a_partial_file_stays_partial():
    late = alone(filed(1, made="2031-05-04T13:00:00Z"), DUE)
    assert (late.status, late.minutes_late) == ("late", 60)
    assert late.reason == "60 minutes after the deadline by the file's own time. Why."
    assert alone(filed(1, "partial", made="2031-05-04T13:00:00Z"), DUE).status == "partial"
    assert alone(filed(1), DUE).minutes_late == 0


files = st.lists(
    st.tuples(st.sampled_from(["graded", "partial", "not_attempted", "ungradable", "tampered"]),
              st.sampled_from(["2031-05-04T10:00:00Z", "2031-05-04T13:00:00Z"]),
              st.sampled_from([1, 2, None]), st.sampled_from(["d1", "d2", "d3"])), max_size=7)


@given(files, st.randoms())
def test_the_order_in_which_files_come_in_does_not_matter(rows, random):
    made = [filed(n, own, at, student, digest) for n, (own, at, student, digest) in
            enumerate(rows)]
    shuffled = random.sample(made, len(made))
    assert final(made, {"01": DUE}) == final(shuffled, {"01": DUE})


@given(files)
def test_every_file_has_one_status_and_each_student_one_file_that_counts(rows):
    made = [filed(n, own, at, student, digest) for n, (own, at, student, digest) in
            enumerate(rows)]
    statuses = final(made)
    assert set(statuses) == {file.id for file in made}
    for student in (1, 2):
        valid = [f for f in made if f.student == student
                 and f.own in ("graded", "partial", "not_attempted")]
        assert sum(statuses[f.id] != "duplicate" for f in valid) == min(1, len(valid))
