"""What a graded exercise says before its fields."""

from __future__ import annotations

import pytest

from crossread.publish.proof import instructor_words
from crossread.publish.sheets import sheet
from crossread.seeds import Seeds
from crossread.task import about, prompt


@pytest.fixture(scope="module")
def seeds(project) -> Seeds:  # type: ignore[no-untyped-def]
    """The real course."""
    return Seeds(project)


def test_a_student_reads_what_four_points_need_and_no_lower_level(seeds: Seeds) -> None:
    for ref in seeds.course.exercises:
        exercise = seeds.exercise(ref.id)
        told = about(sheet(exercise))
        for criterion in exercise.rubric:
            for level in criterion.levels:
                shown = level.text.strip() in told.plain
                assert shown == (level.points == 4), (ref.id, criterion.id, level.points)
            assert not any(comment in told.plain for comment in criterion.comments)


def test_the_split_adds_up_to_the_marks_of_the_course_list(seeds: Seeds) -> None:
    for ref in seeds.course.exercises:
        total = ref.marks.keyed + ref.marks.structure + ref.marks.rubric
        told = about(sheet(seeds.exercise(ref.id))).plain
        assert told.startswith(f"{total:g} marks. ")
        numbers = told.split(".\n")[0].split(". Form")[0].split(". ", 1)[1]
        assert sum(float(part.split(": ")[1]) for part in numbers.split("; ")) == total, numbers


def test_every_exercise_names_an_equal_task_on_page_and_in_html(seeds: Seeds) -> None:
    for ref in seeds.course.exercises:
        told = about(sheet(seeds.exercise(ref.id)))
        assert "equal task" in told.plain and "equal task" in told.html
        assert seeds.exercise(ref.id).equal.strip()


def test_lower_levels_and_comments_stay_secrets_of_a_release(seeds: Seeds) -> None:
    secrets = " ".join(text for _, text in instructor_words(seeds))
    row = seeds.exercise("03").rubric[0]
    assert "one joint is missed" in secrets
    assert "Statements that work only together are joined" not in secrets
    assert row.comments[0][:40] in secrets


def test_a_paragraph_of_points_is_a_list_whose_names_are_bold(seeds: Seeds) -> None:
    listed = {"07": 4, "08": 5}
    for ref in seeds.course.exercises:
        told = "".join(map(str, prompt(sheet(seeds.exercise(ref.id)))))
        assert told.count("<li><strong>") == listed.get(ref.id, 0)
        assert "- H" not in told
    html = "".join(map(str, prompt(sheet(seeds.exercise("08")))))
    assert "<li><strong>H2:</strong> Iran leans" in html
