"""Each quality gate fails exactly when the course breaks it, at a file and line, with what to do.

The gates are those of the table in CONTRIBUTING.md. Where a gate has more rules than the one
broken here, the other tests of this folder and tests/unit/test_checks.py break those too.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import nbformat
import pytest
from support.lake import copy_lake
from support.screen import wide
from typer.testing import CliRunner

from crossread.charts import CHARTS, draw
from crossread.checks import RULES, run
from crossread.cli import app
from crossread.faces import Face, Faces
from crossread.model.chart import ChartSpec
from crossread.publish.sheets import sheet_json
from crossread.scoring import Outcome
from crossread.seeds import Seeds

PROJECT = Path(__file__).resolve().parents[2]
ITEMS, COURSE, BOTH = "seeds/items/01.yml", "seeds/course.yml", "seeds/both"
PAGE, SHEET = "notebooks/01_every_kind.ipynb", "exercises/01.json"
PIXEL = "data:image/png;base64,iVBORw0KGgo="
FIGURE = (f'<section><figure><img src="{PIXEL}" alt="Bars"><figcaption>x</figcaption></figure>'
          "<table><tr><td>1</td></tr></table><dl>" + "<dt>a</dt><dd>b</dd>" * 4 + "</dl></section>")

Break = Callable[[Path], None]


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the made-up course, with its sheet and a figure saved under a cell."""
    monkeypatch.delenv("CROSSREAD_TEXTS", raising=False)
    root = copy_lake(tmp_path / "lake")
    (root / "exercises").mkdir(exist_ok=True)
    (root / SHEET).write_bytes(sheet_json(Seeds(root).exercise("01")))
    saved(FIGURE)(root)
    guide = root / "solutions" / "guide"
    guide.mkdir()
    (guide / "01.md").write_text("| min | move |\n|---|---|\n| 0–5 | one |\n| 5–20 | two |\n\n"
                                 "*Alone*: about 15 minutes.\n", "utf-8")
    (guide / "course.md").write_text("| minutes in class | 5 | 20 |\n", "utf-8")
    return root


def _write(path: Path, words: str) -> None:
    path.write_text(words, "utf-8")


def text(name: str, old: str, new: str) -> Break:
    """Change one place of a file."""
    def change(root: Path) -> None:
        before = (root / name).read_text("utf-8")
        assert old in before, f"{name} does not hold {old!r}"
        (root / name).write_text(before.replace(old, new, 1), "utf-8")
    return change


def prose(words: str) -> Break:
    """Put words at the end of the first prose cell of a lesson."""
    def change(root: Path) -> None:
        book = nbformat.read(root / PAGE, as_version=4)
        book.cells[0].source += words
        nbformat.write(book, root / PAGE)
    return change


def saved(html: str) -> Break:
    """Save HTML as the output of the lesson's chart cell."""
    def change(root: Path) -> None:
        book = nbformat.read(root / PAGE, as_version=4)
        cell = next(one for one in book.cells if one.source.startswith("chart("))
        cell.outputs = [nbformat.v4.new_output("display_data", data={"text/html": html})]
        nbformat.write(book, root / PAGE)
    return change


# Gate → which rule, what breaks it, the file that is named, the words of the slip.
GATES: dict[str, tuple[str, Break, str, str]] = {
    "every objective is assessed": (
        "course", text(f"{BOTH}/objectives.yml", "- {id: LO-00.1,",
                       '- {id: LO-00.2, lesson: "00", verb: v, text: t}\n- {id: LO-00.1,'),
        f"{BOTH}/objectives.yml", "LO-00.2 is not assessed by any item; write one or drop"),
    "every question has an objective": (
        "items", text(ITEMS, "objective: LO-01.1\n", "objective: LO-01.9\n"), ITEMS,
        "names objective LO-01.9, which objectives.yml does not have; name one"),
    "every option has feedback": (
        "items", text(ITEMS, "feedback: She reports it.", 'feedback: " "'), ITEMS,
        "01-1 option a has no feedback; say why"),
    "every option has a place": (
        "items", text(ITEMS, "locator: P1.3, misconception: M2", "misconception: M2"), ITEMS,
        "01-1 option a has no locator; name the place"),
    "every place resolves": (
        "items", text(ITEMS, "feedback: They speak in Q1., locator: Q1.1",
                      "feedback: They speak., locator: Q9.1"), ITEMS,
        "01-1 names Q9.1, which no text has; correct the locator"),
    "every misconception is in the list": (
        "items", text(ITEMS, "misconception: M2", "misconception: M99"), ITEMS,
        "01-1 names misconception M99, which misconceptions.yml does not have"),
    "right passes, wrong does not": (
        "items", text(ITEMS, "- {low: 61, high: 100, feedback: That is more than",
                      "- {low: 25, high: 55, feedback: That is more than"), ITEMS,
        "01-10 is scored correct for the wrong answer [25.0, 55.0]; correct the key"),
    "stored words are verbatim": (
        "copyright", text("seeds/lake/claims.yml", "quote: Nobody wants this",
                          "quote: Nobody likes this"), "seeds/lake/claims.yml", "P-C2"),
    "only lessons on paratext point at it": (
        "items", text(COURSE, "    paratext: true\n", ""), ITEMS,
        "which is not the author's; point at body text, or say paratext: true"),
    "every picture has words": (
        "pages", saved(FIGURE.replace('alt="Bars"', 'alt=""')), PAGE,
        "shows a picture without alternative text; draw it with chart(…)"),
    "every figure has a table": (
        "pages", saved(FIGURE.replace("table", "div")), PAGE,
        "shows a figure without its table; draw it with chart(…)"),
    "every figure says what it does not show": (
        "pages", saved(FIGURE.replace("<dt>a</dt>", "", 1)), PAGE,
        "shows a figure without its box"),
    "no page loads anything": (
        "pages", saved('<img src="https://example.org/a.png" alt="a">'), PAGE,
        "would load something or run it (src=\"https://); lessons work without a network"),
    "no prose loads anything": (
        "pages", prose("\n\n![a](https://example.org/a.png)"), PAGE,
        "lessons work without a network: take it out"),
    "a lesson starts cold": (
        "pages", text(PAGE, "import lesson, quiz, chart,", "import lesson, chart,"), PAGE,
        "calls quiz, which no cell before it imports; import it from crossread"),
    "nothing is kept from another run": (
        "pages", text(PAGE, 'lesson(\\"01\\")', "%store -r lesson"), PAGE,
        "is not one call with its ids between quotation marks; write it so"),
    "paper finds every question": (
        "pages", text(PAGE, 'quiz(\\"01-2\\")', 'quiz(\\"01-\\" + \\"2\\")'), PAGE,
        "paper and a cold start know no other"),
    "a notebook is small": (
        "pages", prose("x" * 1_000_000), PAGE, "keep a notebook under 1,000,000"),
    "one title": ("pages", prose("\n\n# Again"), PAGE,
                  "has 2 titles with one #; give it one, before all other headings"),
    "no heading is skipped": ("pages", prose("\n\n### Deep"), PAGE,
                              "heading “Deep” goes from # to ###; skip no level"),
    "every question is asked": (
        "pages", text(PAGE, 'quiz(\\"01-2\\")', 'quiz(\\"01-3\\")'), ITEMS,
        "01-2 is asked in no notebook; add a cell quiz(\"01-2\") to 01_every_kind.ipynb"),
    "no question is asked that is not there": (
        "pages", text(PAGE, 'quiz(\\"01-2\\")', 'quiz(\\"01-99\\")'), PAGE,
        "asks question 01-99, which no lesson has; correct the id"),
    "a notebook is a notebook": ("pages", lambda root: _write(root / PAGE, "{}"), PAGE,
                                 "cannot be read as a notebook"),
    "a term has a source": (
        "evidence", text(f"{BOTH}/glossary.yml", "source: Made up for the tests", 'source: ""'),
        f"{BOTH}/glossary.yml", "pull_quote has no source; name one"),
    "a term has a day": (
        "evidence", text(f"{BOTH}/glossary.yml", 'as_of: "2031-05-04"', 'as_of: "soon"'),
        f"{BOTH}/glossary.yml", "pull_quote: as_of soon is not a date; write 2022"),
    "a chart has a drawing function": (
        "charts", text("seeds/charts.yml", "draw: barcode", "draw: barcod"), "seeds/charts.yml",
        "there is no drawing function barcod. Nearest: barcode"),
    "a chart draws a text that is there": (
        "charts", text("seeds/charts.yml", "texts: [P", "texts: [Z"), "seeds/charts.yml",
        "text Z is not in course.yml, which has P, Q; correct it"),
    "a sheet asks what its source asks": (
        "twins", text(SHEET, '"title": "The lake"', '"title": "The sea"'), SHEET,
        "has another title, prompt or need than its source; run crossread build"),
    "a sheet has every field of its source": (
        "twins", text("solutions/source/01.yml", "id: x01-1", "id: x01-8"), SHEET,
        "where its source asks x01-8"),
    "a lesson has minutes that fit": (
        "minutes", text(COURSE, "{klass: 20, alone: 15}", "{klass: 60, alone: 15}"), COURSE,
        "lesson 01 says 60 minutes in class; computed are"),
    "a question has minutes": (
        "items", text(ITEMS, "- type: band\n", "- type: band\n  minutes: 0\n"), ITEMS,
        "01-10 has no minutes; give an estimate"),
    "an exercise has minutes": (
        "minutes", text(COURSE, "    minutes: 10", "    minutes: 0"), COURSE,
        "exercise 01 has no minutes; give an estimate"),
    "a plan goes on by the minute": (
        "minutes", text("solutions/guide/01.md", "| 5–20 |", "| 8–20 |"), "solutions/guide/01.md",
        "begins at minute 8 where the row before ends at 5"),
    "a plan takes time": (
        "minutes", text("solutions/guide/01.md", "| 5–20 |", "| 5–5 |"), "solutions/guide/01.md",
        "5–5 takes no time; correct the minutes"),
    "a guide has a plan": (
        "minutes", lambda root: _write(root / "solutions/guide/01.md", "none"),
        "solutions/guide/01.md", "has no plan by the minute; add a table"),
    "a guide says the minutes of the course": (
        "minutes", text("solutions/guide/01.md", "about 15", "about 45"), "solutions/guide/01.md",
        "says 45 minutes alone where seeds/course.yml says 15; copy that"),
    "the guide to the course says them too": (
        "minutes", text("solutions/guide/course.md", "| 20 |", "| 25 |"),
        "solutions/guide/course.md", "minutes in class differ from seeds/course.yml"),
}


@pytest.mark.parametrize("rule", sorted({rule for rule, *_ in GATES.values()}))
def test_the_made_up_course_passes_every_gate_that_is_broken_below(rule: str, lake: Path) -> None:
    assert [str(slip) for slip in RULES[rule](Seeds(lake))] == []


@pytest.mark.parametrize(("rule", "break_it", "file", "words"), GATES.values(), ids=GATES)
def test_a_gate_that_is_broken_is_told_at_its_file_and_line(
        rule: str, break_it: Break, file: str, words: str, lake: Path) -> None:
    break_it(lake)
    slips = run(Seeds(lake), {rule: RULES[rule]}).slips
    found = [slip for slip in slips if words in slip.what]
    assert found, [str(slip) for slip in slips]
    assert found[0].file == file
    assert 1 <= found[0].line <= len((lake / file).read_text("utf-8").splitlines())


def test_a_slip_on_a_cell_stands_at_the_line_of_that_cell(lake: Path) -> None:
    saved(FIGURE.replace('alt="Bars"', 'alt=""'))(lake)
    (slip,) = RULES["pages"](Seeds(lake))
    lines = (lake / PAGE).read_text("utf-8").splitlines()
    assert json.loads("{" + lines[slip.line - 1].strip().rstrip(",") + "}")["id"] in slip.what


def test_an_instructors_page_may_call_what_a_lesson_may_not(lake: Path) -> None:
    shutil.copy(lake / PAGE, lake / "solutions" / "01_own.ipynb")
    text("solutions/01_own.ipynb", 'lesson(\\"01\\")', "desk.open()")(lake)
    assert RULES["pages"](Seeds(lake)) == []


def test_a_kind_that_takes_a_blank_for_an_answer_is_told(
        lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from crossread.checks import items

    monkeypatch.setattr(items, "score", lambda item, answer: Outcome("correct", 1.0))
    slips = RULES["items"](Seeds(lake))
    assert any("is not “not attempted” when left blank" in slip.what for slip in slips)


@pytest.mark.parametrize("which", ["live", "paper"])
def test_a_form_without_its_id_is_told(which: str, lake: Path,
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    if which == "paper":
        monkeypatch.setattr(Faces, "paper", lambda self, item: Face("<p>Who?</p>", "Who?"))
    else:
        monkeypatch.setattr(Faces, "form", lambda self, item: "<p>Who?</p>")
    slips = RULES["twins"](Seeds(lake))
    assert f"has a {which} form without “Question 01-1”; show the same id in both" in " ".join(
        slip.what for slip in slips)


# --- the real course: balance and evidence -------------------------------------------------------


@cache
def seeds() -> Seeds:
    return Seeds()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the data of the real course."""
    shutil.copytree(PROJECT / "seeds", tmp_path / "course" / "seeds")
    return tmp_path / "course"


BALANCE: dict[str, tuple[Break, str]] = {
    "evidence cards": (
        lambda root: _rows(root, "lateral_cards", r"^SP(?:0[5-9]|1[1278]),"),
        "evidence cards per 1,000 words lean to one text"),
    "checks": (lambda root: _rows(root, "claim_checks", r"^CA[12]\d,"),
               "checks per 1,000 words lean to one text"),
    "questions": (lambda root: _ask_less(root),
                  "questions per 1,000 words lean to one text"),
    "loaded wordings": (
        lambda root: _write(root / "seeds/azizi/loaded_words.yml", "[]\n"),
        "loaded wordings per 1,000 words lean to one text"),
    "a card of each person": (
        lambda root: _rows(root, "source_cards", r"^P05,"),
        "Andrew Fink is named as a source and has no card in source_cards.csv; write one"),
}


def _rows(root: Path, table: str, pattern: str) -> None:
    """Take the rows that match out of a table."""
    path = root / "seeds" / "evidence" / f"{table}.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not re.search(pattern, line)]
    assert len(kept) < len(lines)
    path.write_text("".join(kept), "utf-8")


def _ask_less(root: Path) -> None:
    """Take the places of the essay out of the questions of two lessons."""
    for path in sorted((root / "seeds" / "items").glob("0[36].yml")):
        _write(path, re.sub(r"(?m)^(  locators: \[)[^\]]*\bA\d[^\]]*\]", r"\1K1.1]",
                            path.read_text("utf-8")))


def test_the_course_is_in_balance_and_names_what_it_found() -> None:
    report = run(seeds(), {"balance": RULES["balance"]})
    assert report.slips == ()
    assert set(report.scrutiny) == set(report.found) == set(seeds().texts)
    rates = [list(one) for one in report.scrutiny.values()]
    assert rates[0] == rates[1] == ["questions", "checks", "evidence cards", "loaded wordings"]


@pytest.mark.parametrize(("break_it", "words"), BALANCE.values(), ids=BALANCE)
def test_scrutiny_that_leans_is_told(break_it: Break, words: str, course: Path) -> None:
    break_it(course)
    slips = [str(slip) for slip in RULES["balance"](Seeds(course))]
    assert any(words in slip for slip in slips), slips


@pytest.mark.parametrize(("old", "new", "words"), [
    (",secondary,", ",hearsay,", "source_kind: hearsay is not one of primary, secondary; correct"),
    ("atkin-1780-1828,", ",", "source is empty; fill it in"),
    ("E01,1813-10-24", "E01,1813-02-30", "date: 1813-02-30 is no day of the calendar"),
    ("Treaty of Golestan:", "Treaty of Golestan (to confirm):",
     "label: to confirm: leave out what was not confirmed"),
])
def test_a_fact_without_source_or_day_or_still_to_confirm_is_told(
        old: str, new: str, words: str, course: Path) -> None:
    text("seeds/evidence/events.csv", old, new)(course)
    slips = [str(slip) for slip in RULES["evidence"](Seeds(course))]
    assert any(slip.startswith("seeds/evidence/events.csv:2: ") and words in slip
               for slip in slips), slips


# --- gates that stand outside crossread check ----------------------------------------------------


CELLS = {"argument_tree", "agreement_matrix", "printings", "claims_heat_map"}  # no scale


def has_grid(name: str) -> bool:
    """Has the figure a grid that can be seen?"""
    figure = draw(name, seeds()).figure
    return any(line.get_visible() for axis in figure.axes
               for line in (*axis.get_xgridlines(), *axis.get_ygridlines()) if axis.axison)


@pytest.mark.parametrize("spec", seeds().charts, ids=lambda spec: spec.id)
def test_a_figure_with_a_scale_has_a_grid(spec: ChartSpec) -> None:
    assert has_grid(spec.id) != (spec.draw in CELLS), spec.draw


def test_the_command_tells_slips_as_lines_and_where_to_read_on(
        lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSREAD_COURSE", str(lake))
    wide(monkeypatch)
    done = CliRunner().invoke(app, ["check"])
    assert done.exit_code == 1
    assert re.search(r"(?m)^seeds/course\.yml:4: questions per 1,000 words lean to one text .*; "
                     r"look as hard at the other", done.stderr)
    assert done.stdout.strip() == ("1 slip in 1 file. Each line above is file:line: what; what "
                                   "now. What each rule asks for: CONTRIBUTING.md, The gates.")


def test_the_command_prints_what_was_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    wide(monkeypatch)
    done = CliRunner().invoke(app, ["check"])
    assert done.exit_code == 0, done.stderr
    for words in ("10 lessons", "Looked at, for 1,000 words (held within 15%)", "questions",
                  "Found by looking (never levelled)", "claims contradicted", "No slips."):
        assert words in done.stdout


def test_every_gate_of_the_page_for_engineers_is_a_rule_or_a_test() -> None:
    page = (PROJECT / "CONTRIBUTING.md").read_text("utf-8")
    table = page.partition("## The gates")[2].partition("\n## ")[0]
    named = set(re.findall(r"`check: ([a-z ]+)`", table))
    assert named == set(RULES)
    for path in re.findall(r"`(tests/[\w/.]+)`", table):
        assert (PROJECT / path).exists(), path


def test_every_way_of_drawing_is_known_to_the_test_of_grids() -> None:
    assert {spec.draw for spec in seeds().charts} <= set(CHARTS)
