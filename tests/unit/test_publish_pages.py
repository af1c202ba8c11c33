"""Pages made from the course: Argdown, the review page, the paper twin, the student bundle."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from support.html import shown
from support.lake import copy_lake

from crossread.cells import calls
from crossread.publish.argdown import argdown
from crossread.publish.build import Made, everything
from crossread.publish.paper import PaperTwin, paper
from crossread.publish.proof import find, instructor_words, key_fields, stopped
from crossread.publish.release import Holdout, LeakError, release, student_readme
from crossread.publish.review_page import review_page
from crossread.reading import KIND_SHAPE, VOICE_SHAPE, words
from crossread.seeds import Seeds


@cache
def seeds() -> Seeds:
    return Seeds()


def texts() -> list[str]:
    return sorted(t.id for t in Seeds().course.texts)


@pytest.mark.parametrize("text", texts())
def test_argdown_names_every_conclusion_and_every_joint_step(text: str) -> None:
    annotation = seeds().annotation(text)
    source = argdown(annotation)
    assert annotation.argument is not None
    for conclusion in annotation.argument.conclusions:
        assert f"[{conclusion.id}]: " in source
    for edge in annotation.argument.edges:
        if len(edge.premises) > 1:
            assert f"<{edge.id}>" in source
            assert all(f") [{premise}]" in source for premise in edge.premises)


@pytest.mark.parametrize("text", texts())
def test_the_review_page_is_one_file_with_every_paragraph_claim_and_a_picture(text: str) -> None:
    page = review_page(seeds(), text)
    annotation = seeds().annotation(text)
    assert page.count("<!doctype html>") == 1
    assert not re.search(r"<script|https?://[^\s\"<]+\.(?:js|css)|src=\"(?!data:)", page)
    for paragraph in annotation.paragraphs:
        assert f'id="{paragraph.id}"' in page
    assert all(claim.id in page for claim in annotation.claims)
    assert 'src="data:image/png;base64,' in page
    assert "alt=" in page


def test_a_code_cell_is_read_by_its_calls_alone() -> None:
    assert list(calls('quiz("01-2")')) == [("quiz", ["01-2"])]
    assert list(calls('read("A", "K")')) == [("read", ["A", "K"])]
    assert list(calls("from crossread import quiz")) == []
    assert list(calls('print("quiz")')) == []
    assert list(calls("quiz(")) == []


def test_the_paper_twin_has_the_ids_of_every_question_and_no_control(tmp_path: Path) -> None:
    pages = {path.name: path.read_text("utf-8") for path in paper(seeds(), tmp_path)}
    for ref in seeds().course.lessons:
        notebook = (seeds().root / "notebooks" / ref.notebook).read_text("utf-8")
        asked = re.findall(r'quiz\(\\"([\w-]+)\\"\)', notebook)
        assert asked
        page = pages[f"{ref.id}.html"]
        assert all(f"Question {item}" in page for item in asked)
        assert not re.search(r"<(?:input|select|textarea|button|form)\b", page)
    assert all(item.id in pages["key.html"]
               for ref in seeds().course.lessons for item in seeds().items(ref.id))


@cache
def twin() -> dict[str, str]:
    return {name: made() for name, made in PaperTwin(seeds()).plan()}


def main(name: str) -> str:
    """What a page holds beside its links to the others."""
    found = re.search(r"<main[^>]*>(.*)</main>", twin()[name], re.DOTALL)
    assert found
    return found[1]


def test_the_first_page_of_the_paper_twin_leads_to_all_others() -> None:
    names = list(twin())
    assert names[0] == "index.html"
    assert re.findall(r'href="([^"]+)"', twin()["index.html"].partition("<main")[2]) == names[1:]


@pytest.mark.parametrize("text", texts())
def test_the_printed_reader_has_every_address_summary_and_statement(text: str) -> None:
    page, labelled = (shown(main(f"{kind}-{text}.html")) for kind in ("reader", "labels"))
    annotation = seeds().annotation(text)
    for paragraph in annotation.paragraphs:
        assert f"{paragraph.id} {' '.join(paragraph.summary.split())}" in page
        assert all(f"{paragraph.id}.{s.n}" in page for s in paragraph.sentences)
    names = {s.id: s.name for s in seeds().speakers}
    for claim in annotation.claims:
        told = (f"[{VOICE_SHAPE[claim.voice]} {words(claim.voice)} · {KIND_SHAPE[claim.kind]} "
                f"{words(claim.kind)} · {names[claim.speaker]}]")
        assert f"{' '.join(claim.text.split())} {told}" in labelled, claim.id
        assert ' '.join(claim.text.split()) in page, claim.id


@pytest.mark.parametrize("text", texts())
def test_the_printed_reader_tells_no_label_that_a_lesson_asks_for(text: str) -> None:
    page = main(f"reader-{text}.html")
    assert "cr-label" not in page
    assert not any(f"{shape} {words(name)}" in page
                   for name, shape in (VOICE_SHAPE | KIND_SHAPE).items())
    names = {s.id: s.name for s in seeds().speakers}
    for claim in seeds().annotation(text).claims:  # whose a claim is stands beside it always
        assert f"{' '.join(claim.text.split())} [{names[claim.speaker]}]" in shown(page), claim.id


@pytest.mark.parametrize("name", [f"reader-{text}.html" for text in texts()] + ["glossary.html"])
def test_the_printed_reader_and_glossary_are_for_paper(name: str) -> None:
    page = twin()[name]
    assert not re.search(r"<(?:input|select|textarea|button|form|script|blockquote)\b", page)
    levels = [int(n) for n in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert "break-inside: avoid" in page and "@page" in page


def test_the_printed_glossary_has_every_term_with_care_places_and_source() -> None:
    html = main("glossary.html")
    page = shown(html)
    assert re.findall(r'id="term-([^"]+)"', html) == [
        entry.id for entry in sorted(seeds().glossary,
                                     key=lambda one: one.term.strip('"“').casefold())]
    for entry in seeds().glossary:
        for part in (entry.definition, f"Take care: {entry.caution}", ", ".join(entry.locators),
                     f"Source: {entry.source} ({entry.as_of})"):
            assert " ".join(part.split()) in page, entry.id


def test_the_lesson_pages_of_the_paper_twin_hold_no_key(tmp_path: Path) -> None:
    pages = {path.name: path.read_text("utf-8") for path in paper(seeds(), tmp_path)}
    ref = seeds().course.lessons[1]
    feedback = [o.feedback for item in seeds().items(ref.id)
                for o in getattr(item, "options", ()) if len(o.feedback) > 40]
    assert feedback
    assert not any(f[:40] in pages[f"{ref.id}.html"] for f in feedback)


def test_a_bundle_for_students_reads_only_what_is_theirs() -> None:
    text = "# x\n\nhead\n\n## Two commands\n\na\n\n## If you are an instructor\n\nsecret\n"
    assert "secret" not in student_readme(text)
    assert "## Two commands" in student_readme(text)
    both = text.replace("a\n", "    python3 start.py\n    python3 start.py test   # proves it\n")
    assert "start.py\n" in student_readme(both) and "start.py test" not in student_readme(both)


@pytest.fixture
def lake(tmp_path: Path) -> Seeds:
    """The made-up course with its exercise sheet built, notebooks not run."""
    root = copy_lake(tmp_path / "course")
    seeds = Seeds(root)
    for made in everything(seeds):
        if made.path.suffix == ".json":
            _write(made)
            break
    (root / "README.md").write_text("# Lake\n\n## Two commands\n\nrun\n", "utf-8")
    return seeds


def _write(made: Made) -> None:
    made.path.parent.mkdir(parents=True, exist_ok=True)
    made.path.write_bytes(made.content)


def test_a_release_of_the_made_up_course_holds_no_word_of_the_instructor(
        lake: Seeds, tmp_path: Path) -> None:
    made = release(lake, tmp_path / "bundle")
    assert made.files > 10
    assert made.secrets > 0
    assert not (tmp_path / "bundle" / "solutions").exists()
    assert list(find(tmp_path / "bundle", list(instructor_words(lake)))) == []
    assert list(key_fields(tmp_path / "bundle")) == []


def test_a_leak_is_noticed_and_nothing_is_left_behind(lake: Seeds, tmp_path: Path) -> None:
    _, secret = next(iter(instructor_words(lake)))
    notebook = next((lake.root / "notebooks").glob("*.ipynb"))
    notebook.write_text(notebook.read_text("utf-8").replace(
        "Press Shift+Enter", secret.replace('"', "'").replace("\n", " ") + " Press Shift+Enter", 1),
        "utf-8")
    with pytest.raises(LeakError, match="holds words of"):
        release(lake, tmp_path / "bundle")
    assert not (tmp_path / "bundle").exists()


def test_a_key_left_in_a_sheet_is_noticed(lake: Seeds) -> None:
    path = next((lake.root / "exercises").glob("*.json"))
    path.write_text(path.read_text("utf-8").replace('"fields"', '"key": "a", "fields"', 1), "utf-8")
    assert any("has key filled in" in one for one in key_fields(lake.root))


def test_a_release_takes_a_relative_folder_as_the_readme_writes_it(
        lake: Seeds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(lake.root)
    made = release(lake, Path("..") / "lake-students")
    assert made.files == sum(p.is_file() for p in (lake.root.parent / "lake-students").rglob("*"))


def test_a_course_is_read_from_a_relative_folder_and_slips_are_named_from_its_root(
        lake: Seeds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(lake.root.parent)
    there = Seeds(Path(lake.root.name))
    assert there.course == lake.course
    assert "seeds/course.yml" in there.sources


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-test.txt", "pyproject.toml"])
def test_a_bundle_that_its_own_start_py_would_not_start_is_not_released(
        lake: Seeds, tmp_path: Path, name: str) -> None:
    here = Seeds().root
    for one in ("start.py", "constraints.txt", "constraints-test.txt", "pyproject.toml"):
        (lake.root / one).write_bytes((here / one).read_bytes())
    notebook = next((lake.root / "notebooks").glob("*.ipynb"))
    (lake.root / "notebooks" / "00_first.ipynb").write_bytes(notebook.read_bytes())
    (lake.root / name).unlink()
    assert [one for one in stopped(lake.root) if name in one]
    with pytest.raises(LeakError, match="does not start"):
        release(lake, tmp_path / "bundle")
    assert not (tmp_path / "bundle").exists()


def test_a_release_into_a_folder_that_is_in_use_is_refused(lake: Seeds, tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(FileExistsError):
        release(lake, tmp_path / "used")
    assert (tmp_path / "used" / "mine.txt").exists()


@pytest.mark.parametrize("inside", [".", "bundle", "docs/students", "seeds/../bundle"])
def test_a_release_into_the_folder_of_the_course_is_refused_before_anything_is_written(
        lake: Seeds, inside: str) -> None:
    before = sorted(lake.root.rglob("*"))
    with pytest.raises(OSError, match=r"lies inside the course's folder .*; name a folder outside"):
        release(lake, lake.root / inside)
    assert sorted(lake.root.rglob("*")) == before


def test_the_instructors_page_names_every_field_that_can_be_held_out() -> None:
    page = (seeds().root / "solutions" / "source" / "README.md").read_text("utf-8")
    table = page.split("| field | holds | in a release |")[1].split("\n\n")[0]
    assert re.findall(r"(?m)^\| `(\w+)` \|", table) == list(Holdout.__struct_fields__)


@pytest.mark.parametrize("number", [ref.id for ref in Seeds().course.exercises])
def test_an_exercise_shows_its_texts_and_questions_as_a_page_and_not_as_code(number: str) -> None:
    from crossread import exercise

    widget = exercise(number)
    assert "&lt;section" not in widget.face.html
    assert "&lt;section" not in widget.children[0].value
    assert widget.face.html.count("<section") > len(seeds().sheet(number).fields)
