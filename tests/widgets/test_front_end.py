"""The front-end files, under node's test runner and jsdom, on HTML that Python really makes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from support.driver import Room
from support.items import CASES, HOSTILE, attach_copy, blanks, right, wrongs
from support.lake import LAKE
from support.mutations import some_of

from crossread.exploring import explorer
from crossread.kinds import Page, kind_of
from crossread.model.item import Point
from crossread.places import PlaceBook
from crossread.pointing import word_buttons
from crossread.reading import Reading
from crossread.scoring import score
from crossread.seeds import Seeds
from crossread.texts import Copies
from crossread.widgets import handin, mine, room
from crossread.widgets.explorer import ExplorerWidget
from crossread.widgets.handin import HandInWidget
from crossread.widgets.item import ItemWidget
from crossread.widgets.reader import ReaderWidget
from crossread.widgets.room import LessonWidget

FRONT = Path(__file__).parent / "front"
WIDGETS = Path(__file__).resolve().parents[2] / "crossread" / "widgets"
FILES = sorted(path.name for path in FRONT.glob("*.test.mjs"))

pytestmark = pytest.mark.node


def reading(seeds: Seeds, printed: Any) -> Reading:
    """Both made-up texts in a pane, as ``read("P", "Q")`` makes it."""
    return Reading(texts=tuple(seeds.annotation(one) for one in ("P", "Q")),
                   speakers={s.id: s.name for s in seeds.speakers},
                   page=Page(seeds.texts, live=True), printed=printed,
                   terms={entry.id: (entry.term, *entry.also) for entry in seeds.glossary})


def items(home: Path) -> dict[str, Any]:
    """Every item there is: its form, its faces, and answers as the browser gives them."""
    found = {}
    for case in CASES:
        faces = Room(case.seeds, home).faces
        item, kind = case.item, kind_of(case.item)
        answers = [right(case), *wrongs(item)]
        name = case.id.removeprefix("lake ") if case.id.startswith("lake") else f"real {case.id}"
        printed = {}
        if isinstance(item, Point):  # what the page sends depends on whether it has the words
            answers = [one for one in answers if ("words" in one) == case.copied]
        if case.copied:
            attach_copy(item, home / "copy")
            printed = word_buttons(item, Copies(home / "copy").printed)
        found[name] = {
            "gather": kind.gather, "printed": printed,
            "form": faces.form(case.asked, graded=case.graded),
            "paper": faces.paper(item).html, "answers": answers, "blanks": blanks(item),
            "verdicts": [faces.verdict(item, score(item, one), graded=case.graded)
                         for one in (*answers[:4], None)]}
    return found


def fixtures(home: Path, root: Path) -> dict[str, Any]:
    """Everything that the front-end tests load into a page."""
    seeds = Seeds(LAKE)
    book = PlaceBook(seeds, Copies(home))
    pane = ReaderWidget(reading(seeds, lambda at: ""), book)
    copy = {"P2.1": "The closing has one reason, and young fish hide in the reeds."}
    sheet = Room(seeds, home)
    exercise = next(case.sheet for case in CASES if case.item.id == "x01-4")
    assert exercise is not None
    hand = HandInWidget(exercise, seeds.course, seeds.exercise_ref("01"), home, root, book.checker)
    card = LessonWidget(room.card(seeds.lesson("01"), seeds.objectives), book)
    item = sheet.open(seeds.item("01-1")).widget
    claims = [claim for text in reading(seeds, str).texts for claim in text.claims]
    expected = [[name, value, sum(getattr(c, name) == value for c in claims)]
                for name in ("voice", "kind", "speaker")
                for value in sorted({getattr(c, name) for c in claims})]
    standings: list[Any] = []
    own = mine.ProgressWidget(seeds, standings, home)
    real = Seeds(Path(__file__).resolve().parents[2])
    explorers = {spec.id: ExplorerWidget(explorer(spec.id, real)) for spec in real.explorers}
    return {
        "hostile": HOSTILE, "items": items(home), "words": item.words,
        "panel": book.panel("P2.1"), "card": {"html": card.card, "words": card.words},
        "reader": {"pane": pane.pane, "words": pane.words, "expected": expected,
                   "printed": reading(seeds, lambda at: copy.get(at, "")).pane()},
        "handin": {"form": hand.form, "words": hand.words},
        "progress": {"page": own.page, "words": own.words},
        "explorers": {name: {"form": one.form, "words": one.words, "defaults": dict(
            one.explorer.default())} for name, one in explorers.items()},
        "sources": {path.stem: path.read_text("utf-8") for path in WIDGETS.glob("*.js")},
        "sources_css": {path.stem: path.read_text("utf-8") for path in WIDGETS.glob("*.css")},
        "pages": {**{f"{name}, live": one.form for name, one in explorers.items()},
                  **{f"{name}, static": one.face.html for name, one in explorers.items()},
                  "the static reading pane": pane.face.html, "the hand-in": hand.form,
                  "a term": book.panel("term-reed"), "progress": own.page,
                  "the hand-in before it runs": hand.face.html,
                  "a made-up text": sheet.faces.passage(seeds.passages["S"]).html,
                  "the hand-in's preview": handin.preview(exercise, {}, book.checker)},
    }


@pytest.fixture(scope="module")
def front_end(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the front-end files as modules and what Python makes for them."""
    folder = tmp_path_factory.mktemp("front-end")
    joined = {"item": ItemWidget._esm, "explorer": ExplorerWidget._esm,
              "reader": ReaderWidget._esm, "handin": HandInWidget._esm,
              "progress": mine.ProgressWidget._esm}
    for path in WIDGETS.glob("*.js"):
        text = joined.get(path.stem) or path.read_text("utf-8")
        (folder / f"{path.stem}.mjs").write_text(text, "utf-8")
    made = fixtures(folder / "home", folder)
    (folder / "fixtures.json").write_text(json.dumps(made, ensure_ascii=False), "utf-8")
    return folder


def run_node(folder: Path, project: Path, name: str) -> subprocess.CompletedProcess[str]:
    """One file of front-end tests under node's test runner."""
    return subprocess.run(
        ["node", "--test", "--test-reporter=tap", str(FRONT / name)], text=True, timeout=300,
        capture_output=True, env={**os.environ, "CROSSREAD_FIXTURES": str(folder),
                                  "CROSSREAD_NODE": str(project / "tests" / "browser")})


@pytest.mark.parametrize("name", FILES)
def test_the_front_end_keeps_its_promises(name, front_end, project):
    result = run_node(front_end, project, name)
    assert result.returncode == 0, failures(result.stdout) or result.stdout + result.stderr
    ran = re.search(r"^# pass (\d+)", result.stdout, re.MULTILINE)
    assert ran and int(ran[1]) >= 5


def failures(tap: str) -> str:
    """What failed, with node's reasons, out of a long report."""
    blocks = re.findall(r"^ *not ok \d+ - .*?\n *\.\.\.$", tap, re.MULTILINE | re.DOTALL)
    return "\n".join(block[:1500] for block in blocks if "subtests failed" not in block)


BROKEN = [
    ("item", "i.checked = i.value === v", "i.checked = false"),
    ("item", "if (!passes) el.setAttribute", "if (false) el.setAttribute"),
    ("item", "const PATIENCE = 3000", "const PATIENCE = 30000"),
    ("item", "saved.textContent = message.saved", "saved.innerHTML = message.saved"),
    ("item", "all[n + 1].hidden = false", "all[n + 1].hidden = true"),
    ("item", "document[LAST] !== form ||", ""),
    ("item", "if (!event.shiftKey) return false;", "return false;"),
    ("item", "b === stop ? 0 : -1", "0"),
    ("item", "markRun(words, null));", "null);"),
    ("item", "if (touched) return;", ""),
    ("item", "ruler.offsetWidth <= menu.clientWidth - ARROW", "true"),
    ("item", "else if (below) below.textContent = text;", ""),
    ("item", "gather.fill(form, message.value);\n      tellChosen(form);",
     "gather.fill(form, message.value);"),
    ("item", "gather.fill(form, null);\n      tellChosen(form);", "gather.fill(form, null);"),
    ("item", "!waiting.has(message.n)", "false"),
    ("item", "rows.slice(n).some((row) =>", "[rows[n]].some((row) =>"),
    ("item", "if (message.refused && !message.saved && !released) sendDraft();", ""),
    ("reader", "target.focus({ preventScroll: true });", ""),
    ("reader", "claim.dataset[key] === want[key]", "true"),
    ("reader", "|| !inView(el)", ""),
    ("reader", "if (first) requestAnimationFrame(() => show(first));", ""),
    ("reader", "event.preventDefault(); next();", "event.preventDefault();"),
    ("reader", "|| box.bottom > room.bottom", "|| true"),
    ("reader", "if (box.top < room.top + HEADING ||", "if ("),
    ("reader", "other ||", ""),
    ("reader", "app.shell.activateById(notebook.id);", ""),
    ("reader", 'if (!at.matches(CONTROLS) && ["ArrowDown"', 'if (false && ["ArrowDown"'),
    ("progress", "if (here === undefined)", "if (true)"),
    ("handin", "!event.defaultPrevented) leave(el)", "false) leave(el)"),
    ("item", "verdict.prepend(line);", ""),
    ("item", "return words.before;", "return verdict.textContent;"),
    ("item", "ear.say(heardOf(verdict));", ""),
    ("item", "if (head) return head.dataset.heard;", ""),
    ("item", "li, .cr-earlier", "li"),
    ("item", 'told.textContent = ""; }, FORGET', "}, FORGET"),
    ("item", "ear.wake, { once: true }", "() => {}"),
    ("item", "ear.wake();\n    saved.textContent = sentence;", "saved.textContent = sentence;"),
    ("item", "if (news) ear.hush(); else ear.wake();", ""),
    ("item", "if (message.refused) ear.wake();", ""),
    ("item", "runAt(form) !== before ?", "true ?"),
    ("item", "draft(letGo(before));\n    }", "draft();\n    }"),
    ("item", "walkWords(form, event)) draft(letGo(before))", "walkWords(form, event)) draft()"),
    ("item", '.closest(".cr-confidence")) draft(letGo(before))',
     '.closest(".cr-confidence")) draft()'),
    ("item", "markEnds(form);\n  button.focus();", "button.focus();"),
    ("item", "markEnds(f);", ""),
    ("item", "draft(placeOfCard(li, words.moved))", "draft()"),
    ("item", "(step < 0 ? words.first_already : words.last_already)", "words.first_already"),
    ("item", "if (long.length) return long;", ""),
    ("item", "tieFaults(form, verdict);\n    }", "}"),
    ("item", "untieFaults(form, verdict);\n    if (news)", "if (news)"),
    ("item", "untieFaults(form, verdict);\n      verdict.inner", "verdict.inner"),
    ("item", "if (on) ids.push(id);", "ids.splice(0, 9, id);"),
    ("item", "dock(place, asked, form);", ""),
    ("item", "describePanel(place);", ""),
    ("item", "place.focus();\n", "\n"),
    ("item", 'hint.setAttribute("aria-hidden", "true");', ""),
    ("item", 'replace("{button}", pressed)', 'replace("{button}", "Save")'),
    ("reader", "=== form.elements.search ? PAUSE", "=== null ? PAUSE"),
    ("reader", "clearTimeout(telling);\n    if (wait)", "if (wait)"),
    ("reader", "tell(tellHit(hit, n + 1, hits.length, words.hit));", ""),
    ("reader", "said.startsWith(`${at} `)", "false"),
    ("reader", "if (control) stopAt(control);\n    show", "show"),
    ("reader", "dock(note, from);\n    note.hidden", "note.hidden"),
    ("reader", "if (note.contains(event.target)) return;", ""),
    ("reader", "note.focus();", ""),
    ("item", "unsaved.delete(form.dataset.item);\n        gather", "gather"),
    ("item", "began ??= Date.now()", "began ??= 1"),
    ("reader", "if (taken && event.detail)", "if (false)"),
    ("reader", 'data.get("labels") !== null', "true"),
    ("reader", 'claim.querySelector(".cr-said").textContent', "claim.textContent"),
    ("reader", "back = detail.at ?? back;", ""),
    ("reader", "if (now && seen(now)) continue;", "if (now) continue;"),
    ("reader", "find((one) => paragraph(one) !== paragraph(row))", "find(() => true)"),
    ("reader", "step(event.target, event.key)?.focus();", ""),
    ("reader", "window.innerWidth >= COLUMN * (1 + texts)", "true"),
    ("room", "if (page && !page.contains(link)) return;", ""),
    ("room", "from?.focus()", "undefined"),
    ("room", "dock(panel, link);", "document.body.append(panel);"),
    ("item", "box.scrollWidth <= box.clientWidth + 1", "true"),
    ("explorer", "if (message.n !== count) return;", ""),
    ("explorer", "control.checked", "true"),
    ("explorer", "const PATIENCE = 3000", "const PATIENCE = 30000"),
    ("explorer", "said.textContent = message.said", "said.innerHTML = message.said"),
    ("handin", 'document.addEventListener("crossread:saved", look);', ""),
    ("handin", ".checked, shown,", ".checked,"),
    ("item", 'block: "nearest"', 'block: "center"'),
    ("item", "if (draftTimer !== null) sendDraft();", ""),
    ("item", "if (waiting.has(newest.n)) handOver(newest.value);", ""),
    ("item", 'if (receive.release(deafen)) model.on("msg:custom", receive);', "receive.release();"),
    ("item", "if (!released || unsaved.get(form.dataset.item)?.from === form)", "if (true)"),
    ("item", "settle(message);", ""),
    ("item", "if (message.refused)", "if (false)"),
    ("reader", '.filter((one) => !one.querySelector(".cr-hit"));', ";"),
    ("reader", "matches(root).length", 'all(root, ".cr-claim.cr-hit").length'),
    ("reader", "event.altKey ||", ""),
    ("handin", "form.elements.name.value = message.name", "form.innerHTML = message.name"),
]


def test_every_deliberate_break_changes_a_line_that_is_there(front_end):
    for name, old, _ in BROKEN:
        assert old in (front_end / f"{name}.mjs").read_text("utf-8"), f"bring up to date: {old}"


@pytest.mark.parametrize(("name", "old", "new"), some_of(BROKEN),
                         ids=[old[:30] for _, old, _ in some_of(BROKEN)])
def test_a_broken_front_end_would_be_noticed(name, old, new, front_end, project, tmp_path):
    folder = tmp_path / "broken"
    shutil.copytree(front_end, folder)
    path = folder / f"{name}.mjs"
    source = path.read_text("utf-8")
    assert old in source, "the front end was written anew: bring this change up to date"
    path.write_text(source.replace(old, new), "utf-8")
    made = json.loads((folder / "fixtures.json").read_text("utf-8"))
    made["items"] = {key: one for key, one in made["items"].items() if "real" not in key}
    (folder / "fixtures.json").write_text(json.dumps(made), "utf-8")
    assert run_node(folder, project, f"{name}.test.mjs").returncode != 0
