"""The argument map: what each way to draw it is told, how it is scored, and its picture."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest

from crossread.kinds import AnswerError, kind_of
from crossread.model.item import ArgMap, MapEdge, MapNode, Outcome
from crossread.publish.sheets import keyless
from crossread.scoring import item_digest, score
from crossread.strings import STRINGS
from crossread.widgets.map_picture import drawn

HOSTILE = "</text><script>alert(1)</script>\"'&"


def edge(name: str, premises: str, conclusion: str, **more: Any) -> MapEdge:
    """A step of the reference; each letter of ``premises`` is one statement."""
    return MapEdge(id=name, premises=tuple(premises), conclusion=conclusion,
                   feedback=f"why {name}", **more)


MAP = ArgMap(
    id="m-1", stem="Why is the bridge closed?", root="r", may_add=2, min_edges=2, max_edges=6,
    nodes=tuple(MapNode(id=one, text=f"statement {one}") for one in "abcdefr"),
    edges=(
        edge("k1", "ab", "c"), edge("k2", "c", "r"), edge("k3", "d", "r"),
        edge("k4", "e", "d"), edge("k5", "f", "r", relation="attacks"),
        edge("alt", "ae", "d", defensible=True, instead=("k4",)),
        edge("more", "f", "d", relation="undercuts", defensible=True)))


def step(premises: str, conclusion: str, relation: str = "supports") -> dict[str, Any]:
    """A step as the form sends it."""
    return {"premises": list(premises), "conclusion": conclusion, "relation": relation}


FULL = [step("ab", "c"), step("c", "r"), step("d", "r"), step("e", "d"), step("f", "r", "attacks")]


def judge(*steps: dict[str, Any], own: dict[str, str] | None = None, item: ArgMap = MAP,
          ) -> Outcome:
    return score(item, {"edges": list(steps), "own": own or {}})


def told(outcome: Outcome, about: str) -> tuple[str, str]:
    """Verdict and words of the note about one step, or of the one that is about none."""
    [note] = [n for n in outcome.notes if n.about == about]
    return note.verdict, note.text


def test_the_reference_itself_is_correct_in_any_order_and_names_what_else_can_be_defended():
    outcome = judge(*FULL[::-1])
    assert (outcome.status, outcome.credit) == ("correct", 1.0)
    assert [n.verdict for n in outcome.notes[:5]] == ["key"] * 5
    also = [n.text for n in outcome.notes if n.about == ""]
    assert also == ["Another careful reader may draw: a + e supports d. why alt",
                    "Another careful reader may draw: f weakens the step to d. why more"]
    assert judge(step("ba", "c"), *FULL[1:]).credit == 1.0, "joint reasons have no order"


@pytest.mark.parametrize("steps", [
    [*FULL[:3], step("ea", "d"), FULL[4]],
    [*FULL, step("ae", "d")],
    [*FULL, step("f", "d", "undercuts")],
], ids=["in place of ours", "beside ours", "one more"])
def test_a_defensible_step_counts_as_a_hit(steps):
    outcome = judge(*steps)
    assert (outcome.status, outcome.credit) == ("correct", 1.0)
    assert all(n.verdict != "not_yet" for n in outcome.notes)


def test_a_defensible_step_alone_stands_for_nothing_it_does_not_replace():
    outcome = judge(step("f", "d", "undercuts"))
    assert (outcome.status, outcome.credit) == ("not_yet", 0.0)
    assert told(outcome, "1") == ("accept", f"{STRINGS['map_defensible']} why more")


@pytest.mark.parametrize(("wrong", "says"), [
    (step("d", "r", "attacks"), "map_other_relation"),
    (step("a", "c"), "map_joint"),
    (step("a", "r"), "map_joint_elsewhere"),
    (step("cd", "r"), "map_apart"),
    (step("da", "r"), "map_too_many"),
    (step("r", "d"), "map_turned"),
    (step("e", "r"), "map_not_ours"),
])
def test_each_way_to_miss_a_step_is_told_in_its_own_words(wrong, says):
    outcome = judge(FULL[0], wrong)
    assert told(outcome, "2") == ("not_yet", STRINGS[says])
    assert "wrong" not in STRINGS[says]


@pytest.mark.parametrize(("steps", "credit"), [
    (FULL[:4], 8 / 9),  # 4 of 4, 4 of 5
    ([*FULL, step("e", "r")], 10 / 11),  # 5 of 6, 5 of 5
    ([step("a", "c"), step("b", "c"), *FULL[1:]], 8 / 11),  # 4 of 6, 4 of 5
    ([step("e", "r")], 0.0),
])
def test_the_credit_is_f1_of_the_steps(steps, credit):
    outcome = judge(*steps)
    assert outcome.credit == pytest.approx(credit)
    assert outcome.status == "not_yet"


def test_what_is_missing_is_counted():
    assert told(judge(*FULL[:3]), "")[1] == STRINGS["map_missing"].format(n=2)


def test_steps_with_own_words_are_kept_and_not_counted():
    own = {"own-1": "Rust spreads."}
    outcome = judge(*FULL, {**step("", "d"), "premises": ["own-1"]}, own=own)
    assert (outcome.status, outcome.credit) == ("correct", 1.0)
    assert told(outcome, "6") == ("accept", STRINGS["map_own_step"])
    only = judge({**step("", "d"), "premises": ["own-1"]}, own=own)
    assert (only.status, only.credit) == ("not_yet", 0.0)


@pytest.mark.parametrize(("steps", "own", "begins"), [
    ([step("a", "b"), step("b", "a"), *FULL[1:3]], {}, "These go round in a circle: a → b → a"),
    ([step("e", "d")], {}, "No step bears on r yet"),
    ([step("c", "r"), step("e", "d")], {}, "Not joined to r by any chain of steps: d, e"),
    ([step("c", "r")], {"own-2": "Unused."}, "Written and not used in any step: own-2"),
])
def test_the_form_of_a_map_is_told(steps, own, begins):
    notes = [n.text for n in judge(*steps, own=own).notes if n.about == "structure"]
    assert any(text.startswith(begins) for text in notes), notes


def test_without_a_reference_a_map_is_recorded_with_its_form_alone():
    free = msgspec.structs.replace(MAP, edges=())
    sound = judge(step("e", "r"), item=free)
    assert (sound.status, sound.credit) == ("recorded", 0.0)
    assert [n.text for n in sound.notes] == [STRINGS["map_sound"]]
    loose = judge(step("e", "d"), item=free)
    assert loose.status == "recorded" and loose.notes[0].text.startswith("No step bears on r")
    assert judge(*kind_of(free).right(free)["edges"], item=free).status == "recorded"


@pytest.mark.parametrize("raw", [
    "a", 7, ["a"], {"zz": []}, {"edges": "a"}, {"edges": ["a"]}, {"edges": [{"zz": 1}]},
    {"edges": [step("z", "r")]}, {"edges": [step("a", "z")]}, {"edges": [step("a", "r", "helps")]},
    {"edges": [step("a", "a")]}, {"edges": [step("aa", "r")]}, {"edges": [step("abcd", "r")]},
    {"edges": [{**step("a", "r"), "premises": "a"}]}, {"edges": [step("", "r")]},
    {"edges": [step("a", "")]}, {"edges": [step("a", "r", "")]},
    {"edges": [{**step("a", "r"), "premises": [["a"]]}]},
    {"edges": [{**step("a", "r"), "conclusion": {"r": 1}}]},
    {"edges": [{**step("a", "r"), "relation": ["supports"]}]},
    {"edges": [{**step("a", "r"), "premises": ["own-1"]}]},
    {"edges": [step("a", "r"), step("a", "r", "attacks")]},
    {"edges": [step("a", "r")] * 7}, {"edges": [], "own": ["x"]},
    {"edges": [], "own": {"own-3": "x"}},
    {"edges": [], "own": {"own-1": 7}}, {"edges": [], "own": {"own-1": "x" * 401}},
])
def test_what_cannot_be_a_map_is_refused_and_draws_no_picture_of_it(raw):
    with pytest.raises(AnswerError):
        score(MAP, raw)
    assert "<script" not in drawn(MAP, raw)["picture"]


def test_a_step_that_is_not_whole_is_left_out_of_the_picture_and_named():
    shown = drawn(MAP, {"edges": [step("c", "r"), step("d", "")], "own": {}})
    assert shown["says"] == f"{STRINGS['map_sound']} Number of steps that are not whole yet: 1."
    assert "statement d" not in shown["picture"]


def test_a_step_from_a_statement_to_itself_is_told_in_a_sentence_of_its_own():
    made = {"edges": [step("c", "r"), step("d", "d"), step("e", "")], "own": {}}
    says = drawn(MAP, made)["says"]
    assert says == (f"{STRINGS['map_sound']} Step 2 leads from d to d; a statement cannot be a "
                    "reason for itself, so choose another reason or another end. "
                    "Number of steps that are not whole yet: 1.")
    with pytest.raises(AnswerError, match="step 2 leads from d to d"):
        score(MAP, made)


def test_the_lines_of_a_statement_are_separate_words_when_the_picture_is_read_as_text():
    long = msgspec.structs.replace(MAP, nodes=(
        MapNode(id="c", text="a worry about what may follow in the provinces"), *MAP.nodes[3:]))
    svg = ElementTree.fromstring(drawn(long, {"edges": [step("c", "r")], "own": {}})["picture"])
    assert "a worry about what may follow in the provinces" in " ".join("".join(
        svg.itertext()).split())


def boxes(picture: str) -> dict[str, tuple[float, float, float, float]]:
    """Where each statement stands: left, top, right, bottom; by the letter it begins with."""
    svg = ElementTree.fromstring(picture)
    rects = svg.findall("rect")
    words = [one for one in svg.findall("text") if one.find("tspan") is not None]
    found = {}
    for rect, text in zip(rects, words, strict=True):
        left, top, wide, tall = (float(rect.get(k, "")) for k in ("x", "y", "width", "height"))
        found[str(text[0].text).split(":")[0]] = (left, top, left + wide, top + tall)
    return found


@pytest.mark.parametrize("steps", [
    FULL, FULL[:1], [*FULL, step("e", "r")], [step("a", "b"), step("b", "a"), step("b", "r")],
    [step("a", "b"), step("b", "c"), step("c", "a"), step("a", "r"), step("ef", "r", "concedes")],
], ids=["ours", "one", "a long arrow", "a circle", "a longer circle"])
def test_the_picture_has_every_statement_once_and_none_over_another(steps):
    picture = drawn(MAP, {"edges": steps, "own": {}})["picture"]
    used = {"r", *(p for one in steps for p in (*one["premises"], one["conclusion"]))}
    found = boxes(picture)
    assert set(found) == used
    svg = ElementTree.fromstring(picture)
    wide, tall = float(svg.get("width", "")), float(svg.get("height", ""))
    every = list(found.values())
    for n, (left, top, right, bottom) in enumerate(every):
        assert left >= 0 <= top and right <= wide and bottom <= tall
        assert all(right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
                   for other in every[n + 1:])
    assert len(svg.findall("polygon")) == len(steps), "one head of an arrow for each step"
    assert len(svg.findall("circle")) == sum(len(one["premises"]) > 1 for one in steps)
    assert svg.get("role") == "img" and str(svg.get("aria-label")).count(";") == len(steps) - 1


def test_the_picture_shows_what_was_typed_as_text():
    own = {"own-1": HOSTILE}
    steps = [{**step("", "r"), "premises": ["own-1"]}]
    svg = ElementTree.fromstring(drawn(MAP, {"edges": steps, "own": own})["picture"])
    assert {one.tag for one in svg.iter()} <= {"svg", "rect", "text", "tspan", "polyline",
                                               "polygon"}
    assert "alert(1)" in "".join(svg.itertext())


def test_a_map_is_said_in_words_and_its_key_stays_out_of_the_sheet():
    kind = kind_of(MAP)
    answer = kind.read(MAP, {"edges": [{**step("a", "r"), "premises": ["a", "own-1"]}],
                             "own": {"own-1": "Rust  spreads."}})
    assert kind.say(MAP, answer) == ("1. a (statement a) + own-1 (“Rust spreads.”) supports r "
                                     "(statement r)")
    bare = keyless(MAP)
    assert isinstance(bare, ArgMap) and bare.edges == ()
    assert item_digest(bare) == item_digest(MAP)


def changed(**more: Any) -> ArgMap:
    return msgspec.structs.replace(MAP, **more)


@pytest.mark.parametrize(("item", "slip"), [
    (changed(root="z"), "root z"),
    (changed(nodes=(*MAP.nodes, MAP.nodes[0])), "two statements with one id"),
    (changed(max_edges=4), "more steps in its reference"),
    (changed(min_edges=9), "more steps than there is room"),
    (changed(edges=(*MAP.edges, edge("bad", "z", "r"))), "names z"),
    (changed(edges=(*MAP.edges, edge("bad", "r", "r"))), "1 to 3 different reasons"),
    (changed(edges=(*MAP.edges, edge("bad", "a", "r", instead=("k1",)))), "call it defensible"),
    (changed(edges=(*MAP.edges, edge("bad", "a", "r", defensible=True, instead=("zz",)))),
     "stands in for zz"),
    (changed(edges=(*MAP.edges, edge("bad", "c", "r", relation="attacks"))), "same ends"),
    (changed(edges=(edge("k", "a", "b"),)), "No step bears on r"),
    (changed(edges=(edge("k", "a", "r", defensible=True),)), "only defensible steps"),
    (changed(relations=("supports",)), "which is not offered"),
])
def test_an_item_that_is_written_badly_is_noticed(item, slip):
    assert any(slip in one for one in kind_of(item).slips(item))
    assert not list(kind_of(MAP).slips(MAP))
