"""Reading seeds: every slip at its file and line, all of them at once, in words that help."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.lake import LAKE, copy_lake

from crossread.checks import RULES, run
from crossread.model.item import Item
from crossread.seeds import SeedError, Seeds, Unknown, course_root, nearest
from crossread.seeds.explain import explain
from crossread.seeds.reader import Slip, read_yaml


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the made-up course that a test may spoil."""
    return copy_lake(tmp_path / "lake")


def spoil(root: Path, name: str, old: str, new: str) -> int:
    """Change a file once; the line on which the change begins."""
    path = root / name
    text = path.read_text("utf-8")
    assert old in text, f"{name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[:text.index(old)].count("\n") + 1


def slips(root: Path, load: str = "items") -> list[Slip]:
    """The slips of one file."""
    seeds = Seeds(root)
    with pytest.raises(SeedError) as error:
        {"items": lambda: seeds.items("01"), "course": lambda: seeds.course,
         "text": lambda: seeds.annotation("P"), "exercise": lambda: seeds.exercise("01"),
         "passages": lambda: seeds.passages, "glossary": lambda: seeds.glossary}[load]()
    return error.value.slips


ITEMS = "seeds/items/01.yml"
CASES = {
    "a misspelt field": ("items", ITEMS, "  deeper:", "  deper:",
                         "field deper is not known; check its spelling or drop it"),
    "a field that is missing": ("items", ITEMS, "  unit: crowns\n  key: 40\n", "  units: 40\n",
                                "field units is not known"),
    "a kind that does not exist": ("items", ITEMS, "- type: numeric", "- type: number",
                                   "type number is not a kind of item; see CONTRIBUTING"),
    "a label that is not in the codebook": (
        "text", "seeds/lake/claims.yml", "kind: fact, speaker: council",
        "kind: facts, speaker: council", "kind: value 'facts' is not one of "),
    "words where a number should be": ("items", ITEMS, "  key: 40", "  key: forty",
                                       "key: expected `float | null`, got `str`"),
    "an option inside a record": ("items", ITEMS, "verdict: key, feedback: It names the writer.",
                                  "verdict: right, feedback: It names the writer.",
                                  ("option a: verdict: value 'right' is not one of accept, key, "
                                  "not_yet; write one of them")),
    "a key that is there twice": ("items", ITEMS, "  cards:\n", "  first_label: x\n  cards:\n",
                                  "key first_label is there twice; keep one"),
    "an id that is there twice": ("items", ITEMS, "id: 01-13", "id: 01-12",
                                  "id 01-12 is there twice (first on line"),
    "a wrong indent": ("items", ITEMS, "  objective: LO-01.1\n  stem: Who calls",
                       "   objective: LO-01.1\n  stem: Who calls", "mend the YAML"),
    "a colon in unquoted text": ("items", ITEMS, "stem: What would you ask the council?",
                                 "stem: Ask: what would you ask?", "mend the YAML"),
    "a record that is no mapping": ("glossary", "seeds/both/glossary.yml", "- id: reed",
                                    "- just words\n- id: reed", "expected `object`, got `str`"),
    "a list that is none": ("course", "seeds/course.yml", "texts:\n  - id: P",
                            "texts:\n    id: P", "mend the YAML"),
    "a row with a cell too many": ("text", "seeds/lake/lines.csv", "3,3,byline,,certain,",
                                   "3,3,byline,,certain,,,",
                                   "has 9 cells where the header has 7"),
    "a kind of line that does not exist": ("text", "seeds/lake/lines.csv", ",byline,", ",author,",
                                           "value 'author' is not one of "),
    "a slip in the source of an exercise": (
        "exercise", "solutions/source/01.yml", "title: The lake", "titel: The lake",
        "field titel is not known"),
    "a slip in a made-up text": ("passages", "seeds/passages/S.yml", "note: Made", "notes: Made",
                                 "field notes is not known"),
}


@pytest.mark.parametrize(("load", "name", "old", "new", "what"), CASES.values(), ids=CASES)
def test_a_slip_is_told_with_its_file_its_line_and_what_to_do(load, name, old, new, what, root):
    line = spoil(root, name, old, new)
    [slip, *_] = found = slips(root, load)
    assert slip.file == name
    assert any(what in one.what for one in found), [str(one) for one in found]
    assert abs(slip.line - line) <= 14, f"{slip} and the change is on line {line}"
    assert str(slip).startswith(f"{name}:{slip.line}: ")
    assert ";" in slip.what, "a slip ends with what to do now"


def test_a_slip_inside_a_long_record_is_told_at_its_own_line(root):
    line = spoil(root, ITEMS, "text: P:L9, verdict: key", "text: P:L9, verdict: no")
    [slip] = slips(root)
    assert (slip.line, "option c: verdict" in slip.what) == (line, True)


@pytest.mark.parametrize(("message", "value", "what"), [
    ("Expected `str`, got `int` - at `$.options[1].text`", {"options": [{"id": "a"}, {"id": "b"}]},
     "option b: text: expected `str`, got `int`; correct the value"),
    ("Expected `str`, got `int` - at `$.hints[1]`", {"hints": ["a", 7]},
     "hint number 2: expected `str`, got `int`; correct the value"),
    ("Expected `str`, got `int` - at `$.options[1].text`", None,
     "option number 2: text: expected `str`, got `int`; correct the value"),
    ("Invalid enum value 'x' - at `$.asks`", {"type": "single"},
     "asks: value 'x' is not one of those allowed; write one of them"),
    ("Invalid enum value 'x' - at `$.bloom`", {"type": "single"},
     ("bloom: value 'x' is not one of analyse, apply, create, evaluate, remember, understand; "
     "write one of them")),
    ("Invalid enum value 'x'", None, "value 'x' is not one of those allowed; write one of them"),
])
def test_a_part_of_a_record_is_named_by_its_id_and_the_words_allowed_are_listed(
        message, value, what):
    assert explain(message, value, Item)[0] == what


def test_every_slip_of_a_file_is_told_in_one_run(root):
    lines = [spoil(root, ITEMS, old, new) for old, new in (
        ("  deeper:", "  deper:"), ("- type: band", "- type: bands"),
        ("  tolerance: 0.5", "  tolerance: half"), ("id: 01-13", "id: 01-1"),
        ("max_rows: 3", "max_rows: three"))]
    found = slips(root)
    assert len(found) == 5
    assert [slip.line for slip in found] == sorted(slip.line for slip in found)
    assert max(lines) >= max(slip.line for slip in found)


def test_every_slip_of_every_file_is_told_in_one_run(root):
    spoiled = {"seeds/items/00.yml": ("withheld: true", "withold: true"),
               "seeds/items/01.yml": ("  deeper:", "  deper:"),
               "seeds/lake/lines.csv": (",byline,", ",author,"),
               "seeds/lake/claims.yml": ("kind: fact, speaker: council", "kind: facts, speaker: x"),
               "seeds/boats/paragraphs.yml": ("function: thesis", "function: these"),
               "seeds/both/glossary.yml": ("caution: It", "cautions: It"),
               "seeds/both/objectives.yml": ("verb: say", "verbs: say"),
               "seeds/passages/S.yml": ("note: Made", "notes: Made"),
               "seeds/charts.yml": ("draw: barcode", "draws: barcode"),
               "solutions/source/01.yml": ("title: The lake", "titel: The lake")}
    for name, (old, new) in spoiled.items():
        spoil(root, name, old, new)
    told = {slip.file for slip in run(Seeds(root), RULES).slips}
    assert told >= set(spoiled)


@pytest.mark.parametrize(("content", "what"), [
    (b"\xff\xfe\x00", "is not UTF-8 text; save it as UTF-8"),
    (b"- id: [", "mend the YAML"),
    (b"just words", "should be a list of records; begin each with"),
    (b"id: 01-1", "should be a list of records"),
])
def test_a_file_that_is_no_list_at_all_is_told(content, what, root):
    (root / ITEMS).write_bytes(content)
    [slip] = slips(root)
    assert slip.line >= 1 and what in slip.what


def test_an_empty_list_file_is_an_empty_list_and_an_empty_course_is_a_slip(root):
    (root / ITEMS).write_text("# nothing yet\n", "utf-8")
    assert Seeds(root).items("01") == ()
    (root / "seeds" / "course.yml").write_text("", "utf-8")
    assert slips(root, "course")[0].what == "is empty; fill it in"


def test_a_file_that_is_missing_is_told_where_it_is_needed(root):
    (root / "seeds" / "lake" / "paragraphs.yml").unlink()
    [slip] = slips(root, "text")
    assert slip.file == "seeds/lake/paragraphs.yml" and "put the file back" in slip.what
    (root / "seeds" / "both" / "glossary.yml").unlink()
    assert Seeds(root).glossary == (), "a list that a course may do without is empty"


def test_yes_no_and_dates_stay_words(root):
    line = spoil(root, ITEMS, "text: notice}", "text: yes}")
    assert line
    card = Seeds(root).item("01-12")
    assert card.fields[1].choices[0].text == "yes"
    assert Seeds(root).charts[0].as_of == "2031-05-04"


def test_a_slip_knows_its_line_also_by_the_id_of_a_part(root):
    seeds = Seeds(root)
    seeds.annotation("P")
    source = seeds.sources["seeds/lake/argument.yml"]
    assert source.slip("P-E2", "x").line == 7
    assert source.slip("nowhere", "x").line == 1
    seeds.items("01")
    items = seeds.sources[ITEMS]
    lines = (LAKE / ITEMS).read_text("utf-8").splitlines()
    own, part = items.slip("01-8", "x").line, items.slip("01-8", "x", "b").line
    assert lines[part - 1].startswith("    - {id: b, text: it attacks it")
    assert items.slip("01-8", "x", "zz").line == own < part


# --- ids -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ask", "sentence"), [
    (lambda s: s.item("01-99"), "There is no item '01-99'. Nearest: 01-9, "),
    (lambda s: s.item("1-1"), "There is no item '1-1'. Nearest: 01-1"),
    (lambda s: s.item(""), "There is no item ''. Nearest: "),
    (lambda s: s.lesson("10"), "There is no lesson '10'. Nearest: "),
    (lambda s: s.annotation("Z"), "There is no text 'Z'; this course has P, Q."),
    (lambda s: s.exercise("07"), "There is no exercise '07'. Nearest: 01."),
    (lambda s: s.sheet("07"), "There is no exercise '07'. Nearest: 01."),
])
def test_an_id_that_is_not_there_gets_one_sentence_with_the_nearest(ask, sentence):
    with pytest.raises(Unknown) as unknown:
        ask(Seeds(LAKE))
    told = str(unknown.value)
    assert told.startswith(sentence)
    assert told.endswith(".") and "\n" not in told


@settings(deadline=None)
@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=8), max_size=6))
def test_the_nearest_ids_are_always_a_sentence(wanted: str, known: list[str]):
    told = nearest(wanted, known)
    assert told.endswith(".")
    assert told == "There are none yet." if not known else told.startswith("Nearest: ")


def test_a_damaged_sheet_is_told_with_the_command_that_makes_it(root):
    (root / "exercises").mkdir()
    (root / "exercises" / "01.json").write_text("{", "utf-8")
    with pytest.raises(SeedError, match="crossread build"):
        Seeds(root).sheet("01")


def test_the_course_is_the_one_named_in_the_environment_else_the_project(root, monkeypatch):
    monkeypatch.setenv("CROSSREAD_COURSE", str(root))
    assert course_root() == root
    assert Seeds().course.id == "lake"
    monkeypatch.delenv("CROSSREAD_COURSE")
    assert course_root() == Path(__file__).resolve().parents[2]


YAML = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3),
                            st.dictionaries(st.text(max_size=5), inner, max_size=3)), max_leaves=8)


@settings(max_examples=80, deadline=None)
@given(data=YAML)
def test_whatever_a_yaml_file_holds_is_read_or_told_and_never_a_traceback(tmp_path_factory, data):
    import yaml

    folder = tmp_path_factory.mktemp("yaml")
    path = folder / "items.yml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    told: list[Slip] = []
    try:
        read_yaml(path, folder, tuple[Item, ...], told)
    except SeedError as error:
        told = error.slips
    assert all(slip.what and slip.line >= 1 for slip in told)
