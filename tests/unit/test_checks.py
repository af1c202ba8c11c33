"""Rules on items, course and exercises: each is broken once, and says so at the right place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.lake import copy_lake

from crossread.checks import Report, run
from crossread.checks.course import check_course, check_exercises, marks
from crossread.checks.items import check_items
from crossread.seeds import Seeds, Slip

PROJECT = Path(__file__).resolve().parents[2]
RULES = {"course": check_course, "items": check_items, "exercises": check_exercises}
ITEMS, SOURCE, COURSE = "seeds/items/01.yml", "solutions/source/01.yml", "seeds/course.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the made-up course that a test may spoil."""
    return copy_lake(tmp_path / "lake")


def test_the_made_up_course_keeps_every_rule(root):
    assert run(Seeds(root), RULES).slips == ()


# What is changed in which file, and what the rule then says of which record.
BROKEN = {
    "no key among the options": (
        ITEMS, "text: Jon Veld, verdict: key", "text: Jon Veld, verdict: not_yet",
        "01-1 has 0 options with verdict key; give exactly one"),
    "two keys where one is asked for": (
        ITEMS, "verdict: not_yet, feedback: She", "verdict: key, feedback: She",
        "01-1 has 2 options with verdict key; give exactly one"),
    "an option twice": (ITEMS, "- {id: c, text: The boatmen", "- {id: a, text: The boatmen",
                        "01-1 option a is there twice"),
    "an option without a verdict": (ITEMS, "verdict: not_yet, feedback: She", "feedback: She",
                                    "01-1 option a has no verdict; say key, accept or not_yet"),
    "an option without words": (ITEMS, "text: Mara Tolle,", 'text: "",',
                                "01-1 option a has no text; write what it offers"),
    "an option without feedback": (ITEMS, "feedback: She reports it.", 'feedback: " "',
                                   "01-1 option a has no feedback; say why"),
    "an option without a place": (ITEMS, ", locator: P1.3, misconception: M2", "",
                                  "01-1 option a has no locator; name the place"),
    "several to choose and none right": (
        ITEMS, "verdict: key, feedback: It names", "verdict: not_yet, feedback: It names", None),
    "nothing to leave out": (
        ITEMS, "text: P:L5, verdict: not_yet", "text: P:L5, verdict: key", None),
    "a row without a key": (ITEMS, "      key: pull\n", "",
                            "01-3 has a row without a text or a key; give every row both"),
    "a row that names no choice": (ITEMS, "      key: head\n", "      key: heads\n",
                                   "01-3 row r2 names choice heads, which is not offered; use"),
    "a row without feedback for a wrong choice": (
        ITEMS, '      wrong: {"*": {feedback: It stands above P3., locator: P3}}\n', "",
        "01-3 row r2 has no feedback for a wrong choice; add one under wrong"),
    "an order that leaves out a card": (ITEMS, "key: [shut, why, pay]", "key: [shut, why]",
                                        "01-4 has a key that does not name every card once"),
    "cards that lie right already": (ITEMS, "key: [shut, why, pay]", "key: [pay, shut, why]",
                                     "01-4 shows its cards in the right order already"),
    "an order without its commonest slip": (
        ITEMS, "- {first: why, second: shut, feedback: The closing",
        "- {first: pay, second: shut, feedback: The closing",
        "01-4 has no slip for two neighbours swapped"),
    "a slip that is right": (ITEMS, "first: why, second: shut", "first: shut, second: why",
                             "01-4 slip shut/why is the right order; turn it round"),
    "a count without tolerance": (ITEMS, "  tolerance: 0.5\n", "  tolerance: 0\n",
                                  "01-5 has no tolerance"),
    "numbers too small unanswered": (ITEMS, "    - {low: 0, high: 39,", "    - {low: 90, high: 99,",
                                     "01-5 has no feedback for numbers that are too small"),
    "a passage outside the excerpt": (ITEMS, "first: 6, last: 8", "first: 6, last: 9",
                                      "01-7 span 6-9 lies outside the 8 words"),
    "an excerpt without a key": (ITEMS, "last: 8, verdict: key", "last: 8, verdict: not_yet",
                                 "01-7 has no span with verdict key; give at least one"),
    "a cell outside the grid": (ITEMS, "{id: tenth/q,", "{id: tenth/z,",
                                "01-9 has cells tenth/z outside the grid; use row/column ids"),
    "a range without feedback": (ITEMS, "  feedback: The word is wide.\n", "",
                                 "01-10 has no feedback for the right answer"),
    "a keyed row with a column too many": (ITEMS, "{cells: {who: veld,", "{cells: {whom: veld,",
                                           "01-13 a keyed row names column whom"),
    "no question": (ITEMS, "stem: Which text says what?", 'stem: " "',
                    "01-9 has no stem; ask a question"),
    "one hint": (ITEMS, "hints: [Look at the place., Look at the letters.]", "hints: [Look.]",
                 "01-3 has 1 hints; give two that help without telling"),
    "no time": (ITEMS, "  type: single", "  type: single", None),
    "an objective that is not there": (
        ITEMS, "objective: LO-01.1\n  stem: Who calls", "objective: LO-01.9\n  stem: Who calls",
        "01-1 names objective LO-01.9, which objectives.yml does not have; name one"),
    "a misconception that is not there": (
        ITEMS, "misconception: M2}\n    - {id: b", "misconception: M19}\n    - {id: b",
        "01-1 names misconception M19, which misconceptions.yml does not have; name one or none"),
    "a chart that is not there": (
        ITEMS, "stem: Which text says what?", "figure: tree\n  stem: Which text says what?",
        "01-9 names chart tree, which seeds/charts.yml does not have; correct the name"),
    "a made-up text that is not there": (
        ITEMS, "stem: Which text says what?", "passage: Z\n  stem: Which text says what?",
        "01-9 names passage Z, which seeds/passages does not have; correct the name"),
    "a place in an option that is not there": (
        ITEMS, "feedback: They speak in Q1., locator: Q1.1", "feedback: So., locator: Q9.1",
        "01-1 names Q9.1, which no text has; correct the locator"),
    "a place in the words that is not there": (
        ITEMS, "Read the two sentences before.", "Read P1.9.",
        "01-1 names P1.9, which no text has; correct the locator"),
    "an id of another lesson": (ITEMS, "id: 01-13", "id: 02-13",
                                "02-13 should begin with “01-”; an item's id names its lesson"),
    "a key that an answer cannot meet": (
        ITEMS, "  key: [20, 60]\n  tolerance: 10", "  key: [60, 20]\n  tolerance: 10",
        "01-10 cannot be scored (give two numbers from 0 to 100"),
    "a wrong answer that counts as right": (
        ITEMS, "- {low: 61, high: 100, feedback: That is more than",
        "- {low: 25, high: 55, feedback: That is more than",
        "01-10 is scored correct for the wrong answer [25.0, 55.0]; correct the key"),
    "an id in two lessons": ("seeds/items/00.yml", "id: 00-1", "id: 01-2",
                             "01-2 is also in 00.yml; give it its own id"),
    "a notebook that is not there": (COURSE, "notebook: 01_every_kind.ipynb", "notebook: 01.ipynb",
                                     "notebook 01.ipynb does not exist; write it"),
    "a recall item that is not there": (COURSE, 'recall: ["00-1"]', 'recall: ["00-9"]',
                                        "recall item 00-9 does not exist; name another"),
    "an objective that nothing assesses": (
        "seeds/both/objectives.yml", "- {id: LO-00.1,",
        '- {id: LO-00.2, lesson: "00", verb: v, text: t}\n- {id: LO-00.1,',
        "LO-00.2 is not assessed by any item; write one or drop the objective"),
    "marks that do not add up": (
        SOURCE, "    marks: 2\n", "    marks: 3\n",
        "gives 7, 1 and 4 marks (keyed, structure, rubric) where seeds/course.yml says 6, 1 and 4"),
    "a field without a model answer": (
        SOURCE, "  - {field: x01-3, answer: [one, two], why: So they stand.}\n", "",
        "x01-3 has no model answer; write one under model"),
    "a level that is not described": (SOURCE, "      - {points: 1, text: None is used.}\n", "",
                                      "R1 does not describe levels 4, 3, 2 and 1"),
    "a short bank of comments": (SOURCE, "[c1, c2, c3,", "[c1,",
                                 "R1 has 6 comments in its bank; write at least 8"),
    "a field whose key is not one": (SOURCE, "key: [one, two]", "key: [one, three]",
                                     "x01-3 has a key that does not name every card once"),
}
CERTAIN = {name: case for name, case in BROKEN.items() if case[3]}


def broken(root: Path, name: str, old: str, new: str, *, all_: bool = False) -> Report:
    """The report after one change to a file."""
    path = root / name
    text = path.read_text("utf-8")
    assert old in text, f"{name} does not hold {old!r}"
    path.write_text(text.replace(old, new) if all_ else text.replace(old, new, 1), "utf-8")
    return run(Seeds(root), RULES)


@pytest.mark.parametrize(("name", "old", "new", "what"), CERTAIN.values(), ids=CERTAIN)
def test_a_broken_rule_is_told_with_its_record_and_what_to_do(name, old, new, what, root):
    slips = broken(root, name, old, new).slips
    found = [slip for slip in slips if what in slip.what]
    assert found, [str(slip) for slip in slips]
    record = what.split()[0]
    if inside := re.match(r"\S+ (?:option|row|step) (\S+) ", what):
        record = f"id: {inside[1]}"  # the line of the part, nearer than that of the question
    near = (root / found[0].file).read_text("utf-8").splitlines()[found[0].line - 1:][:3]
    assert record in " ".join(near) or not re.match(r"[\w.]*\d-?\d* ", what), near


def test_a_question_of_several_needs_a_key_and_something_that_does_not_fit(root):
    path = root / ITEMS
    text = path.read_text("utf-8")
    head, _, tail = text.partition("id: 01-2")
    own, _, rest = tail.partition("- type: match")
    for change, what in ((own.replace("verdict: key", "verdict: not_yet"),
                          "01-2 has no option with verdict key; give at least one"),
                         (own.replace("not_yet", "key"),
                          "01-2 has only keys; give at least one option that does not fit")):
        path.write_text(f"{head}id: 01-2{change}- type: match{rest}", "utf-8")
        assert any(what in slip.what for slip in run(Seeds(root), RULES).slips)


def test_a_question_without_a_key_is_told_once(root):
    for name, old, new, what in (
            BROKEN["no key among the options"],
            (SOURCE, *spoilt_key(root), "x01-1 has no option with verdict key; give at least one")):
        slips = broken(root, name, old, new).slips
        assert [slip.what for slip in slips if what.split()[0] in slip.what] == [what]


def spoilt_key(root: Path) -> tuple[str, str]:
    """The key of the first field of the exercise, and the same that is none."""
    line = next(one for one in (root / SOURCE).read_text("utf-8").splitlines()
                if "verdict: key" in one)
    return line, line.replace("verdict: key", "verdict: not_yet")


SLIPS = ("slips", "_edge_slips", "_row_slips", "option_slips", "key_slips")


def slip_sentences() -> Iterator[tuple[str, str]]:
    """Every sentence that a kind can say of a record, with its file and line."""
    for path in sorted((PROJECT / "crossread" / "kinds").glob("*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef) and function.name in SLIPS:
                for node in ast.walk(function):
                    if isinstance(node, ast.Yield) and isinstance(
                            node.value, ast.Constant | ast.JoinedStr | ast.BinOp):
                        yield f"{path.name}:{node.lineno}", ast.unparse(node.value)


def test_every_slip_of_a_kind_ends_with_what_to_do_now():
    found = list(slip_sentences())
    assert len(found) > 40
    assert [at for at, words in found if "; " not in words] == []


def test_a_question_needs_an_estimate_of_its_time(root):
    slips = broken(root, ITEMS, "- type: band\n", "- type: band\n  minutes: 0\n").slips
    assert "01-10 has no minutes; give an estimate" in {slip.what for slip in slips}


def test_only_the_lessons_on_paratext_may_point_at_it(root):
    assert check_items(Seeds(root)) == []
    course = root / COURSE
    course.write_text(course.read_text("utf-8").replace("    paratext: true\n", ""), "utf-8")
    slips = {slip.what for slip in check_items(Seeds(root))}
    assert ("01-2 points at P:L3, which is not the author's; point at body text, or say "
            "paratext: true of the lesson in seeds/course.yml") in slips
    assert all("which is not the author's" in what for what in slips)


def test_faults_in_several_files_are_told_together_in_the_order_of_the_files(root):
    for name, old, new, _ in (BROKEN["one hint"], BROKEN["a short bank of comments"],
                              BROKEN["an objective that nothing assesses"]):
        path = root / name
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    report = run(Seeds(root), RULES)
    files = [slip.file for slip in report.slips]
    assert files == sorted(files) and len(set(files)) == 3
    assert report.counts == {}, "no counts are boasted of while there are slips"


def test_counts_are_told_when_there_is_no_slip(root):
    counts = run(Seeds(root), RULES).counts
    assert (counts["lessons"], counts["exercises"], counts["glossary"]) == (2, 1, 2)
    assert counts["items"] == sum(len(Seeds(root).items(ref.id)) for ref in
                                  Seeds(root).course.lessons)


def test_a_students_copy_without_sources_passes(root):
    import shutil

    shutil.rmtree(root / "solutions")
    assert check_exercises(Seeds(root)) == []


def test_marks_are_counted_by_how_they_are_given(root):
    assert marks(Seeds(root).exercise("01")) == (6, 1, 4)


def test_a_slip_reads_as_file_line_and_sentence():
    assert str(Slip("seeds/a.yml", 7, "what; what now")) == "seeds/a.yml:7: what; what now"
