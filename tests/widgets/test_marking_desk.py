"""The marking desk: what its Python side answers, and its front end under node and jsdom."""

from __future__ import annotations

import html
import json
import re
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from support.handins import MADE, Maker
from support.html import faults
from support.lake import copy_lake
from support.mutations import some_of
from test_front_end import failures, run_node

from crossread.grading import gradebook as g
from crossread.grading.bench import Bench
from crossread.grading.gradebook import Gradebook
from crossread.grading.marking import FIRST, SECOND, Given
from crossread.grading.office import Office
from crossread.marking import marking_desk, sheet, words
from crossread.marking.widget import DeskWidget, choose
from crossread.seeds import Seeds

HERE = Path(__file__).parent
HOSTILE = '<img src=x onerror=alert(1)></blockquote><script>alert("2")</script>'
ROW = """  - id: R2
    title: Places
    levels:
      - {points: 4, text: All are there.}
      - {points: 3, text: Most are there.}
      - {points: 2, text: Some are there.}
      - {points: 1, text: None is there.}
    comments: [d1, d2, d3, d4, d5, d6, d7, d8]
samples:
  - id: good
    title: A good one
    answers: {x01-4: P2.1 says a third and Q2.1 a tenth.}
    levels: {R1: 4, R2: 3}
    why: {R1: Both are named., R2: One place is missing.}
model:"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up course with two rubric rows and a sample."""
    root = copy_lake(tmp_path_factory.mktemp("lake"))
    source = root / "solutions" / "source" / "01.yml"
    source.write_text(source.read_text().replace("model:", ROW, 1))
    return root


@pytest.fixture(scope="module")
def graded(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook with five students; what they wrote is hostile."""
    folder = tmp_path_factory.mktemp("graded")
    inbox = folder / "inbox"
    inbox.mkdir()
    maker = Maker(Seeds(course))
    for n in range(5):
        (inbox / f"{n}.json").write_bytes(maker.handin(
            maker.right | {"x01-4": f"{HOSTILE} P2.1 and Q2.1 {n}."}, id=f"s{n}",
            name=f"{HOSTILE} {n}"))
    office = Office(Seeds(course), f"sqlite:///{folder / 'g.db'}", create=True)
    office.grade(inbox)
    office.close()
    return folder / "g.db"


@pytest.fixture
def url(graded: Path, tmp_path: Path) -> str:
    """A copy of the gradebook, for one test."""
    return f"sqlite:///{shutil.copy(graded, tmp_path / 'g.db')}"


class Desk:
    """A desk without a browser: what it would send back is collected."""

    def __init__(self, course: Path, url: str, marker: str) -> None:
        self.widget = DeskWidget(Seeds(course), Bench(Seeds(course), url, marker), "01")
        self.sent: list[dict[str, Any]] = []
        self.widget.send = self.sent.append
        self.count = 0

    def ask(self, op: str, **more: Any) -> dict[str, Any]:
        self.count += 1
        self.widget._on_message(None, {"op": op, "n": self.count, "exercise": "01",
                                       "task": "first", "by": "student", "show": "all", **more})
        assert self.sent[-1]["n"] == self.count
        return self.sent[-1]

    def page(self, **more: Any) -> str:
        return str(self.ask("view", **more)["html"])

    def mark(self, html: str, row: str = "R1", level: int = 3, **more: Any) -> dict[str, Any]:
        return self.ask("mark", submission=submission(html), criterion=row, level=level,
                        **{"comment": "", "seen": None, **more})


def submission(html: str) -> int:
    found = re.search(r'data-page="(\d+)', html)
    assert found
    return int(found[1])


def code_of(html: str) -> str:
    found = re.search(r'data-code="([^"]+)"', html)
    assert found
    return found[1]


def page_of(html: str) -> str:
    found = re.search(r'data-page="([^"]+)"', html)
    assert found
    return found[1]


@pytest.fixture
def desk(course: Path, url: str) -> Callable[[str], Desk]:
    return lambda marker: Desk(course, url, marker)


def rows(url: str, table: sa.Table) -> list[Any]:
    book = Gradebook(url)
    with book.read() as connection:
        found = list(connection.execute(sa.select(table)))
    book.close()
    return found


def test_what_a_student_wrote_is_escaped_everywhere_and_no_name_is_shown(desk: Any, url: str):
    ada = desk("Ada")
    html = ada.page()
    assert "<img" not in html and "<script" not in html and "&lt;img src=x" in html
    assert faults(html) == []
    for n in range(5):
        assert f"s{n}" not in html
    name = ada.ask("reveal", submission=submission(html))
    assert HOSTILE in name["name"], "the browser writes it as text"
    assert [(row.submission, row.who) for row in rows(url, g.reveal)] == [
        (submission(html), "Ada")]


def test_a_saved_page_holds_no_student_s_words(desk: Any):
    ada = desk("Ada")
    ada.page()
    bundle = ada.widget._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert "choose it and press Shift+Enter" in data["text/html"]
    assert "onerror" not in json.dumps([data["text/html"], data["text/plain"],
                                        ada.widget.get_state()["form"]])


def test_the_checks_are_evidence_and_the_levels_have_their_words(desk: Any):
    html = desk("Ada").page()
    assert "They never move a level." in html and "places in P" in html
    assert "Both are used well." in html and "Nothing to mark." in html
    assert "points" not in re.sub("<[^>]+>", " ", html).lower()


def test_a_choice_is_called_saved_after_the_gradebook_has_it(desk: Any, url: str,
                                                             monkeypatch: pytest.MonkeyPatch):
    ada = desk("Ada")
    html = ada.page()
    reply = ada.mark(html, level=3)
    assert re.fullmatch(r"Saved: level 3, Ada, \d\d:\d\d\.", reply["saved"])
    assert "1 of 10 rows marked" in reply["progress"]
    assert [(row.criterion, row.level) for row in rows(url, g.mark)] == [("R1", 3)]

    def full(*_: Any) -> None:
        raise g.GradebookError("the disk is full. Nothing was changed.")

    monkeypatch.setattr("crossread.grading.marking.save", full)
    refused = ada.mark(html, level=2, seen=1)
    assert refused["op"] == "refused"
    assert refused["say"].endswith("the disk is full. Nothing was changed.")


def test_the_later_marker_sees_the_other_s_choice_and_both_ways_on(desk: Any):
    ada, ben = desk("Ada"), desk("Ben")
    html = ada.page()
    ben.page()
    ben.mark(html, level=1, comment=HOSTILE)
    reply = ada.mark(html, level=3)
    assert (reply["op"], reply["turn"]) == ("clash", 1)
    assert "holds level 1, chosen by Ben" in reply["html"] and "<img" not in reply["html"]
    assert ada.mark(html, level=3, seen=reply["turn"])["op"] == "clash", "not decided yet"
    assert ada.mark(html, level=3, seen=reply["turn"], over=True)["op"] == "marked"


def test_a_row_that_another_marker_has_marked_is_not_replaced_unasked(desk: Any, url: str):
    ada, ben = desk("Ada"), desk("Ben")
    html = ben.page()
    ben.mark(html, level=4, comment="Well put.")
    again = ada.page(page=page_of(html))
    assert "Level 4, Ben" in again.split('class="cr-levels"')[0], "in sight at the top of the row"
    for level, comment, said in ((3, "", "Your choice, 3, is not saved"),
                                 (4, "Other words.", "Your change of the comment is not saved")):
        reply = ada.mark(again, level=level, comment=comment, seen=1)
        assert reply["op"] == "clash" and said in reply["html"] and reply["holds"] == "Level 4, Ben"
    same = ada.mark(again, level=4, comment="Well put.", seen=1)
    assert same["op"] == "marked" and "Ben" in same["saved"], "the same again replaces nothing"
    assert [(row.marker, row.level) for row in rows(url, g.mark)] == [("Ben", 4)]
    assert ada.mark(again, level=3, seen=1, over=True)["holds"] == "Level 3, Ada"
    assert ada.mark(again, level=2, seen=2)["op"] == "marked", "one's own row asks nothing"


def test_who_comes_after_others_chooses_what_to_do_before_any_work_is_shown(desk: Any, url: str):
    ada = desk("Ada")
    assert 'value="first" selected' in ada.widget.form and "choose first" not in ada.widget.form
    ada.mark(ada.page())
    ben = desk("Ben")
    menu = ben.widget.form.split('name="task"')[1]
    assert menu.index('value="choose" selected') < menu.index('value="second"') \
        < menu.index('value="first"'), "an arrow key leads to no first marks"
    asked = ben.page(task="choose")
    assert "no work is shown before you choose" in asked and faults(asked) == []
    assert re.findall('data-task="([^"]+)"', asked) == ["first", "second", "settle"]
    assert "data-page" not in asked
    blind = ben.page(task="second")
    assert 'value="second" selected' in ben.widget.form, "a page that is opened again goes on there"
    assert 'value="choose"' not in ben.widget.form
    ben.mark(blind, task="second")
    assert 'value="second" selected' in desk("Ben").widget.form, "also on another day"
    assert 'value="first" selected' in desk("Ada").widget.form


def test_the_call_opens_the_desk_for_a_second_marker(monkeypatch: pytest.MonkeyPatch, course: Path,
                                                     url: str):
    monkeypatch.setenv("CROSSREAD_COURSE", str(course))
    monkeypatch.setenv("CROSSREAD_GRADEBOOK", url)
    monkeypatch.setenv("CROSSREAD_MARKER", "Ben")
    assert 'value="second" selected' in marking_desk("01", second=True).form
    assert 'value="first" selected' in marking_desk(second=False).form
    assert "Write marking_desk() with nothing" in repr(marking_desk(second="yes"))


def test_a_second_marker_is_told_of_a_work_whose_first_marks_the_desk_has_shown(desk: Any):
    ada, ben = desk("Ada"), desk("Ben")
    html = ada.page()
    ada.mark(html)
    assert words.say("known") not in ben.page(task="second", page=page_of(html))
    ben.page(page=page_of(html))
    assert words.say("known") in ben.page(task="second", page=page_of(html)), "all five are drawn"
    assert words.say("known") not in ben.page(task="first", page=page_of(html))


def test_the_sample_says_what_is_whose(desk: Any):
    ada, ben = desk("Ada"), desk("Ben")
    html = ada.page(task="second")
    for row in ("R1", "R2"):
        ada.mark(html, row, task="second")
    said = ben.page(task="second")
    assert ("In the sample: 5 pieces. Marked by other second markers: 1. Marked by you: 0. "
            "Waiting for you: 4.") in said and "rows marked" not in said
    ben.mark(said, "R1", task="second")
    reply = ben.mark(said, "R2", task="second")
    assert "Marked by you: 1. Waiting for you: 3." in reply["progress"]


def test_the_list_of_flagged_work_counts_its_own_rows(desk: Any):
    ada = desk("Ada")
    html = ada.page()
    ada.ask("flag", submission=submission(html), up=True)
    ada.mark(html, "R1", show="flagged")
    assert "1 of 2 rows marked" in ada.page(show="flagged")
    assert ada.mark(html, "R2", show="flagged")["done"].startswith("All 2 rows of this list")
    assert "2 of 10 rows marked" in ada.page(page=page_of(html))


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="needs a settable time zone")
def test_times_are_those_of_the_marker_s_computer(monkeypatch: pytest.MonkeyPatch):
    try:
        with monkeypatch.context() as patch:
            patch.setenv("TZ", "XXX-05:30")
            time.tzset()
            assert sheet.clock("2026-09-07T22:45:00Z") == "04:15"
            assert f"{sheet.here('2026-09-07T22:45:00Z'):%Y-%m-%d}" == "2026-09-08"
    finally:
        time.tzset()


def test_one_goes_through_the_pile_and_back_and_to_what_waits(desk: Any):
    ada = desk("Ada")
    first = ada.page()
    second = ada.page(page=page_of(first), step=1)
    assert page_of(first) != page_of(second)
    assert page_of(ada.page(page=page_of(second), step=-1)) == page_of(first)
    assert ada.ask("view", page=page_of(first), step=-1) == {
        "n": 4, "op": "end", "say": words.say("last")}
    for row in ("R1", "R2"):
        ada.mark(first, row)
    assert page_of(ada.page()) == page_of(second), "opens where work still waits"
    assert page_of(ada.page(page=page_of(second), step=-1)) == page_of(first)
    assert ada.ask("view", page=page_of(second), step=-1, show="waiting")["op"] == "end"


def test_what_is_flagged_can_be_looked_at_alone(desk: Any):
    ada = desk("Ada")
    assert "no work is “needs a second look”" in ada.page(show="flagged")
    html = ada.page(page=page_of(ada.page()), step=1)
    assert ada.ask("flag", submission=submission(html), up=True)["up"] is True
    assert page_of(ada.page(show="flagged")) == page_of(html)
    assert 'aria-pressed="true"' in ada.page(show="flagged")


def test_by_criterion_a_page_holds_one_row(desk: Any):
    ada = desk("Ada")
    html = ada.page(by="criterion")
    assert "“Both texts are used”: 1 of 5" in html and html.count("<fieldset") == 1
    for _ in range(5):
        html = ada.page(by="criterion", page=page_of(html), step=1)
    assert "“Places”: 1 of 5" in html


def test_a_student_who_hands_in_anew_brings_what_was_marked_before(desk: Any, url: str,
                                                                   course: Path, tmp_path: Path):
    ada = desk("Ada")
    done = ada.page()
    ada.mark(done, "R1", 2)
    (tmp_path / "more").mkdir()
    maker = Maker(Seeds(course))
    for n in range(5):
        (tmp_path / "more" / f"new{n}.json").write_bytes(maker.handin(
            maker.right | {"x01-4": "P2.1 and Q2.1 again."}, id=f"s{n}", name=f"{HOSTILE} {n}",
            made=MADE + timedelta(hours=1)))
    office = Office(Seeds(course), url, create=True)
    office.grade(tmp_path / "more")
    office.close()
    pages = [ada.page(afresh=True)]
    while (reply := ada.ask("view", page=page_of(pages[-1]), step=1))["op"] == "view":
        pages.append(str(reply["html"]))
    told = [page for page in pages if "was marked: Both texts are used 2." in page]
    assert len(pages) == 5 and len(told) == 1


def hand_in_anew(course: Path, url: str, inbox: Path, answer: str) -> None:
    """All five students hand in a newer file, and it is graded."""
    inbox.mkdir()
    maker = Maker(Seeds(course))
    for n in range(5):
        (inbox / f"new{n}.json").write_bytes(maker.handin(
            maker.right | {"x01-4": answer}, id=f"s{n}", name=f"{HOSTILE} {n}",
            made=MADE + timedelta(hours=1)))
    office = Office(Seeds(course), url, create=True)
    office.grade(inbox)
    office.close()


def test_a_newer_file_that_comes_while_the_desk_is_open_takes_the_old_one_s_place(
        desk: Any, url: str, course: Path, tmp_path: Path):
    ada = desk("Ada")
    first = ada.page()
    old = ada.page(page=page_of(first), step=1)
    hand_in_anew(course, url, tmp_path / "more", "P2.1 and Q2.1 again.")
    for op, more in (("mark", {"level": 3, "seen": None}), ("draft", {"level": None})):
        reply = ada.ask(op, submission=submission(old), criterion="R1", comment="c", **more)
        assert reply["op"] == "gone"
        assert reply["say"] == ("This file does not count any more: a newer one of the same "
                                "student has come in.")
    assert rows(url, g.mark) == []
    code = code_of(old)
    new = ada.page(page=page_of(old), code=code)
    assert code_of(new) == code and "P2.1 and Q2.1 again." in new
    assert submission(new) != submission(old)
    assert ada.ask("mark", submission=submission(old), criterion="R1", level=3)["say"] == \
        "This work is not in the list on the desk any more."
    assert code_of(ada.page(page=page_of(old), code=code, step=-1)) == code_of(first), \
        "the way back leads to the same neighbour"
    assert ada.mark(new)["op"] == "marked"


def test_with_the_last_row_the_desk_says_that_the_list_is_marked(desk: Any):
    ada = desk("Ada")
    html = ada.page()
    while True:
        for row in ("R1", "R2"):
            reply = ada.mark(html, row)
        onward = ada.ask("view", page=page_of(html), step=1)
        if onward["op"] == "end":
            break
        assert reply["done"] == ""
        html = str(onward["html"])
    told = "All 10 rows of this list are marked. Choose another exercise above, or close the page."
    assert reply["done"] == told and told in reply["progress"]
    assert onward["say"] == f"{words.say('last')} {told}"


def test_samples_and_comments_stand_ready(desk: Any):
    ada = desk("Ada")
    html = ada.page()
    assert html.count('data-sample="good"') == 2 and ">d8</button>" in html
    sample = ada.ask("sample", criterion="R2", sample="good")["html"]
    folded = re.search("<details>(.*?)</details>", sample)
    assert folded and "“Places”: level 3. One place is missing." in folded[1]
    assert folded[1].startswith("<summary>Show the level and the reason</summary>")
    assert "P2.1 says a third" in sample
    kept = ada.ask("keep", criterion="R2", text=HOSTILE)
    assert "&lt;img" in kept["html"] and "<img" not in kept["html"]
    assert "&lt;img" in ada.page().split('data-criterion="R2"')[1]
    assert ada.ask("keep", criterion="R2", text=" ")["op"] == "refused"


def test_the_desk_says_how_large_the_second_marker_s_sample_is(desk: Any):
    ada = desk("Ada")
    assert "sample: 10% of the work of an exercise, at least 5 pieces, and" in ada.widget.form
    ada.widget._bench.set_share(25)
    for more in ({}, {"task": "second"}, {"task": "settle"}):
        assert "sample: 25% of the work" in ada.ask("view", **more)["share"], "also an open desk"
    assert "sample: 25% of the work" in desk("Ben").widget.form
    ada.widget._bench.set_share(0)
    ben = desk("Ben")
    assert "Second marker's sample: none (0%)." in html.unescape(ben.widget.form)
    assert "share is 0 percent. crossread mark --second-share sets it." in \
        ben.ask("view", task="second")["html"]


def test_the_second_marker_is_blind_and_a_difference_is_settled(desk: Any, url: str):
    ada, ben = desk("Ada"), desk("Ben")
    html = ada.page()
    done = []
    for _ in range(5):
        for row in ("R1", "R2"):
            ada.mark(html, row, 4, comment="first words")
        done.append(html)
        reply = ada.ask("view", page=page_of(html), step=1)
        html = reply.get("html", html)
    blind = ben.page(task="second")
    assert blind.count(words.say("comment_second")) == 2
    assert words.say("comment") not in blind and words.say("comment_second") not in done[0]
    kept = ben.ask("draft", submission=submission(blind), criterion="R1", task="second",
                   comment="mine")
    assert kept["saved"] == words.say("draft_second") and "student" not in kept["saved"]
    assert words.say("draft_second") in ben.page(task="second", page=page_of(blind))
    assert "first words" not in blind and "checked" not in blind
    for row, level in (("R1", 2), ("R2", 3)):
        assert ben.mark(blind, row, level, task="second", comment="mine")["op"] == "marked"
    listed = ben.page(task="settle")
    assert listed.count("cr-difference") == 1 and faults(listed) == []
    assert "first words" in listed and "mine" in listed and "<img" not in listed
    assert "too few to tell (1 marked twice" in listed
    assert "To settle: 1" in listed and "Settled: 0" in listed
    ask = {"submission": submission(blind), "criterion": "R1", "seen": "1 1 0"}
    assert ben.ask("settle", **ask, level="", why="x")["say"] == words.say("final_missing")
    assert "kept with its reason" in ben.ask("settle", **ask, level="3", why="")["say"]
    done = ben.ask("settle", **ask, level="3", why="Read together.")
    assert done["op"] == "settled" and done["say"].startswith(
        "Settled and saved: level 3 for “Both texts are used”. It stands under “Settled”")
    after = ben.page(task="settle").split("Settled: 1")
    assert "To settle: 0" in after[0] and re.search(
        r"Settled at level 3 by Ben: Read together\.</strong> \(\d{4}-\d\d-\d\d, \d\d:\d\d\)",
        after[1]), "what is settled stays on the list, with who, why and when"
    assert "Settle again" in after[1] and faults("".join(after)) == []
    closed = ada.page(page=page_of(blind), by="student")
    assert "Settled at level 3 by Ben" in closed and "disabled" in closed
    assert "no work of the sample is left for you" in ada.page(task="second")


def test_a_draft_stands_in_its_row_when_the_page_is_opened_again(desk: Any, url: str):
    ada, ben = desk("Ada"), desk("Ben")
    html = ada.page()
    ask = {"submission": submission(html), "criterion": "R2", "level": None, "seen": None}
    assert ada.ask("draft", **ask, comment=HOSTILE) == {
        "n": 2, "op": "drafted", "saved": words.say("draft")}
    again = desk("Ada").page()
    assert page_of(again) == page_of(html), "the work still waits"
    row = again.split('data-criterion="R2"')[1]
    assert "&lt;img src=x" in row and words.say("draft") in row and "checked" not in row
    assert words.say("draft") not in ben.page(), "a draft is its writer's alone"
    ben.mark(html, "R2", 1, comment="Ben's")
    assert "Your draft from before: “&lt;img" in ada.page(page=page_of(html))
    assert ada.mark(html, "R2", 3, seen=1, over=True)["op"] == "marked"
    assert rows(url, g.draft) == []
    assert ada.ask("draft", **ask, comment="a" * 2001)["op"] == "refused"
    assert ada.ask("draft", **ask, comment=" ")["saved"] == ""


def test_only_the_first_page_of_a_run_is_fresh(desk: Any):
    ada = desk("Ada")
    assert ada.widget.fresh
    ada.page()
    assert not ada.widget.fresh, "a page that is opened again takes no focus"


def test_strange_messages_change_nothing(desk: Any, url: str):
    ada = desk("Ada")
    html = ada.page()
    assert ada.mark(html, "R9")["op"] == "refused"
    assert ada.ask("view", exercise="77")["say"].startswith("The gradebook has no exercise “77”")
    assert ada.ask("mark", submission=99, criterion="R1", level=3)["op"] == "gone"
    ada.widget._on_message(None, "nonsense")
    ada.widget._on_message(None, {"op": "drop tables"})
    assert rows(url, g.mark) == []


def test_an_empty_pile_has_no_page(course: Path, url: str):
    pile = Bench(Seeds(course), url, "Ada").open("01")
    first = pile.pages[0].work.submission
    pile.levels[(first, "R1")] = Given(3, "", "Ada", "", 1)
    assert choose(pile, "", 0, "all") == 0, "a half-marked work waits"
    pile.levels[(first, "R2")] = Given(3, "", "Ada", "", 1)
    assert choose(pile, "", 0, "all") == 1
    assert choose(type(pile)(pile.key, FIRST, "student", ()), "", 0, "all") is None


# the notebook's call

def test_the_page_has_one_cell_to_run_and_stray_keys_change_none(project: Path):
    cells = json.loads((project / "solutions" / "marking.ipynb").read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(code) == 1, "no cell can be run before the one that it needs"
    assert code[0] == "from crossread.marking import marking_desk; marking_desk()"
    assert all(cell["metadata"] == {"deletable": False, "editable": False} for cell in cells)
    text = "".join(line for cell in cells for line in cell["source"])
    assert "a tenth" not in text, "the share can be set"
    assert "Sample at" not in text, "each exercise has samples at levels of its own"
    assert words.say("sample_show") in text


def test_a_saved_page_says_the_same_with_a_gradebook_and_without_and_both_are_true(
        monkeypatch: pytest.MonkeyPatch, desk: Any):
    monkeypatch.delenv("CROSSREAD_GRADEBOOK", raising=False)
    without = marking_desk()
    shown = without._repr_mimebundle_()
    assert shown["text/plain"] == repr(without) == desk("Ada").widget.face.plain
    assert shown["text/html"] == desk("Ada").widget.face.html
    said = repr(without)
    assert "The desk appears here when you run this cell" in said
    assert "If you have run the cell and see no desk" in said
    assert "open it with: crossread mark --gradebook" in said
    assert "No gradebook is set" not in said and faults(shown["text/html"]) == []


def test_what_is_wrong_is_one_sentence_and_no_traceback(monkeypatch: pytest.MonkeyPatch,
                                                        course: Path, url: str, tmp_path: Path):
    monkeypatch.setenv("CROSSREAD_COURSE", str(course))
    monkeypatch.setenv("CROSSREAD_GRADEBOOK", f"sqlite:///{tmp_path / 'none.db'}")
    assert "there is no such file" in repr(marking_desk())
    monkeypatch.setenv("CROSSREAD_GRADEBOOK", url)
    monkeypatch.setenv("CROSSREAD_MARKER", "Ada")
    assert "has no exercise “77”" in repr(marking_desk("77"))
    assert "Write marking_desk() with nothing" in repr(marking_desk(3))
    assert isinstance(marking_desk("01"), DeskWidget)
    assert "Marker: Ada." in marking_desk().form


def test_every_word_of_the_desk_is_in_its_table(monkeypatch: pytest.MonkeyPatch, desk: Any):
    monkeypatch.setenv("CROSSREAD_LOCALE", "pseudo")
    assert words.say("next").startswith("⟦Next (n)~")
    ada = desk("Ada")
    html = ada.page() + ada.widget.form
    for tag in ("button", "legend", "summary", "label"):
        for text in re.findall(rf"<{tag}[^>]*>([A-Z][^<]*)<", html):
            assert text.startswith("Both texts are used") or text == "Places", text


# the front end

@pytest.fixture(scope="module")
def front(course: Path, graded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The front end as a browser gets it, as a module, and the pages that Python makes for it."""
    tmp_path = tmp_path_factory.mktemp("front")
    url = f"sqlite:///{shutil.copy(graded, tmp_path / 'g.db')}"
    ada, ben = Desk(course, url, "Ada"), Desk(course, url, "Ben")
    page = ada.page()
    after = ada.page(page=page_of(page), step=1)
    ben.page()
    ben.mark(after, level=1, comment=HOSTILE)
    clash = ada.mark(after, level=3)["html"]
    sample = ada.ask("sample", criterion="R1", sample="good")["html"]
    bank = ada.ask("keep", criterion="R1", text="own words")["html"]
    bench = ada.widget._bench
    both = submission(page)
    for row, level in (("R1", 4), ("R2", 4)):
        bench.mark("01", FIRST, both, row, level, "", None)
        ben.widget._bench.mark("01", SECOND, both, row, level - 3, "", None)
    made = {"form": ada.widget.form, "words": ada.widget.words, "page": page, "next": after,
            "clash": clash, "choosing": ada.page(task="choose"), "sample": sample,
            "bank": bank, "hostile": HOSTILE, "differences": ada.page(task="settle")}
    assert "cr-difference" in made["differences"]
    ada.ask("settle", submission=both, criterion="R1", seen="1 1 0", level="2",
            why="Read together.")
    made["settled"] = ada.page(task="settle")
    ada.ask("settle", submission=both, criterion="R2", seen="1 1 0", level="1", why="Read anew.")
    made["allSettled"] = ada.page(task="settle")
    (tmp_path / "desk.mjs").write_text(DeskWidget._esm, "utf-8")
    (tmp_path / "fixtures.json").write_text(json.dumps(made), "utf-8")
    return tmp_path


BROKEN = [
    ("rowSays(row, words.saving)", 'rowSays(row, "Saved")'),
    ("if (row.crBusy) {", "if (false) {"),
    ("if (typing(event.target)) return;", ""),
    ("rows().some((row) => row.crTrouble)) {", "false) {"),
    ("if (rows().some((row) => row.crBusy || row.crDirty)) return;", ""),
    ("row.dataset.turn = String(reply.turn);\n      rowSays", "rowSays"),
    (".textContent = ` · ${reply.name}`", ".innerHTML = ` · ${reply.name}`"),
    ("const PATIENCE = 5000", "const PATIENCE = 50000"),
    ("else if (message.step || inside", "else if (true"),
    ("const commentRow = () => justMarked ?? levelRow()", "const commentRow = () => levelRow()"),
    ("if (row && row !== justMarked) justMarked = null;", ""),
    ("into(row); else onFrom(row);", "into(row); else into(row);"),
    ("return fresh && ", "return "),
    ('&& !now.closest("input, textarea, select, [contenteditable=true]")', ""),
    ("?.contains(now) && !form", "!== undefined && !form"),
    ("=== button) keys.back();", "=== button) {}"),
    ('note(say ?? "");', 'note("");'),
    ("else if (row && event.target !== row) keys.leave", "else if (false) keys.leave"),
    ("one.checked = one.value === row.dataset.level;", ""),
    ("    comeBack();\n  };", "  };"),
    ("if (pause && ", "if (false && "),
    ("if (!rows().some((one) => one.crRefused)) note(text);", "note(text);"),
    ("|| typing(document.activeElement)) return;\n    const row", ") return;\n    const row"),
    ("wanted = { step: 0, renew: reply.say };", ""),
    ("      later(row);\n      if (of", "      if (of"),
    ("reply.saved, reply.done]", "reply.saved]"),
    ("if (reply.share) form", "if (false) form"),
    ("view.innerHTML = html;\n    sideways();", "view.innerHTML = html;"),
    ("if (gone) said.scrollIntoView", "if (false) said.scrollIntoView"),
    ("toSettle()[n] ?? toSettle()[0]", "null"),
    ("const next = n < 0 ? null : ", "const next = "),
    ('row.querySelector(".cr-kept").textContent = reply.say;', ""),
    ('level === null ? "draft" : "mark"', '"mark"'),
    ('&& reply.op !== "drafted"', ""),
    ("row.crBusy || row.crDirty || row.crTrouble)) event", "row.crTrouble)) event"),
    ('window.removeEventListener("beforeunload", unsaved);', ""),
    ("if (!row && rows().length) note(words.all_marked);", ""),
    ('line.addEventListener("click", () => start());', ""),
    ("if (opening) form.scrollIntoView", "if (false) form.scrollIntoView"),
    ("if (!passes) el.setAttribute", "if (false) el.setAttribute"),
    ("      restore();\n", ""),
    ("if (own) draft(row);", ""),
    ("if (wanted || going) held", "if (false) held"),
    ("if (typing(document.activeElement)) return; // the next", "if (false) return; //"),
    ("if (row.crAsks) return;", ""),
    ('=== "mine") { save(row, true)', '=== "mine") { save(row)'),
    ("rowSays(row, words.unsaved);", ""),
    ("    quiet();\n    clearTimeout", "    clearTimeout"),
    ("[written && words.comment_saved, ", "["),
    ("field.setSelectionRange(field.value.length, field.value.length);", ""),
    ("if (reply.holds) row", "if (false) row"),
    ("!isText(event.target) && ", ""),
    ("/[acmvxyz]/i", "/[]/"),
    ("      || (command && !event.altKey", "      || (false"),
    ("form.elements.task.value = button.dataset.task;", ""),
]


@pytest.mark.node
def test_the_front_end_of_the_desk_keeps_its_promises(front: Path, project: Path):
    result = run_node(front, project, "../desk/desk.test.mjs")
    assert result.returncode == 0, failures(result.stdout) or result.stdout + result.stderr
    ran = re.search(r"^# pass (\d+)", result.stdout, re.MULTILINE)
    assert ran and int(ran[1]) >= 15


@pytest.mark.node
@pytest.mark.parametrize(("old", "new"), some_of(BROKEN),
                         ids=[old[:30] for old, _ in some_of(BROKEN)])
def test_a_broken_desk_would_be_noticed(old: str, new: str, front: Path, project: Path,
                                        tmp_path: Path):
    shutil.copytree(front, tmp_path, dirs_exist_ok=True)
    source = (front / "desk.mjs").read_text("utf-8")
    assert old in source, "the desk was written anew: bring this change up to date"
    (tmp_path / "desk.mjs").write_text(source.replace(old, new), "utf-8")
    assert run_node(tmp_path, project, "../desk/desk.test.mjs").returncode != 0
