"""The argument map: steps from premises to a conclusion, drawn as a list and as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import htpy as h

from ..model.item import ArgMap, Note, Outcome, Wrong
from ..strings import say
from .base import AnswerError, Kind, Page, finish
from .map_slips import slips
from .steps import (
    MOST_PREMISES,
    RELATIONS,
    Drawn,
    Step,
    answer_of,
    as_step,
    brief,
    map_of,
    own_ids,
    structure,
    words_of,
)

MAX_OWN = 400  # characters of a statement in the learner's own words


class SelfStep(AnswerError):
    """A step from a statement to itself: every menu is filled, and still it is no step."""


class ArgMapKind(Kind[ArgMap]):
    """With a reference the credit is F1 of the steps against it, else the map is recorded.

    Steps with a statement in own words are kept and told of; no code judges them.
    """

    gather = "steps"

    def read(self, item: ArgMap, raw: Any) -> dict[str, Any] | None:
        if raw in (None, "", [], {}):
            return None
        if not isinstance(raw, Mapping) or not set(raw) <= {"edges", "own"}:
            raise AnswerError(say("bad_map"))
        own = self._own(item, raw.get("own"))
        given = raw.get("edges")
        if given is None:
            given = []
        if not isinstance(given, list):
            raise AnswerError(say("bad_map_steps", got=type(given).__name__))
        if len(given) > item.max_edges:
            raise AnswerError(say("bad_map_size", n=len(given), most=item.max_edges))
        steps: list[Step] = []
        for n, one in enumerate(given, 1):
            step = self._step(item, own, n, one)
            if any(step.ends == other.ends for other in steps):
                raise AnswerError(say("bad_step_again", n=n))
            steps.append(step)
        return answer_of(steps, own) if steps else None

    def unfinished(self, item: ArgMap, raw: Any) -> tuple[Drawn, int, list[str]]:
        """A map that is being drawn: what is whole in it, how many steps are not, and what is
        to be said of steps from a statement to itself."""
        if not isinstance(raw, Mapping):
            return Drawn(()), 0, []
        try:
            own = self._own(item, raw.get("own"))
        except AnswerError:
            own = {}
        given = raw.get("edges")
        steps: list[Step] = []
        partly = 0
        selves: list[str] = []
        for n, one in enumerate(given[:item.max_edges] if isinstance(given, list) else (), 1):
            try:
                steps.append(self._step(item, own, n, one))
            except SelfStep as error:
                selves.append(str(error))
            except AnswerError:
                partly += 1
        return Drawn(tuple(steps), own), partly, selves

    def _own(self, item: ArgMap, raw: Any) -> dict[str, str]:
        if raw is None:
            return {}
        if not isinstance(raw, Mapping):
            raise AnswerError(say("bad_own_type", got=type(raw).__name__))
        own = {}
        for key, text in raw.items():
            if key not in own_ids(item):
                raise AnswerError(say("bad_own", given=str(key)[:40]))
            if not isinstance(text, str) or len(text) > MAX_OWN:
                raise AnswerError(say("bad_own_size", most=MAX_OWN))
            if text.strip():
                own[key] = " ".join(text.split())
        return own

    def _step(self, item: ArgMap, own: Mapping[str, str], n: int, raw: Any) -> Step:
        if not isinstance(raw, Mapping) or not set(raw) <= {"premises", "conclusion", "relation"}:
            raise AnswerError(say("bad_step", n=n))
        premises = raw.get("premises")
        ends = (raw.get("conclusion"), raw.get("relation"))
        if premises in (None, []) or any(one in ("", None) for one in ends):
            raise AnswerError(say("bad_step_half", n=n))
        if not isinstance(premises, list) or len(premises) > MOST_PREMISES:
            raise AnswerError(say("bad_step_reasons", n=n, most=MOST_PREMISES))
        offered = words_of(item, own)
        for one in (*premises, raw["conclusion"]):
            if not isinstance(one, str) or one not in offered:
                if isinstance(one, str) and one in own_ids(item):
                    raise AnswerError(say("bad_step_empty", n=n, id=one))
                raise AnswerError(say("bad_step_statement", given=str(one)[:40], n=n))
        if raw["relation"] not in item.relations:
            raise AnswerError(say("bad_step_relation", given=str(raw['relation'])[:40], n=n))
        if raw["conclusion"] in premises:
            raise SelfStep(say("bad_step_self", n=n, id=raw["conclusion"]))
        if len(set(premises)) < len(premises):
            raise AnswerError(say("bad_step_twice", n=n))
        return Step(tuple(premises), raw["conclusion"], raw["relation"])

    def score(self, item: ArgMap, answer: dict[str, Any]) -> Outcome:
        made = map_of(answer)
        shape = [Note("structure", "not_yet", text)
                 for text in structure(item, made.steps, made.own)]
        if not item.edges:
            if not shape:
                shape = [Note("structure", "accept", say("map_sound"))]
            return Outcome("recorded", 0.0, tuple(shape))
        key = {edge.id: edge for edge in item.edges if not edge.defensible}
        ours = {as_step(edge).whole: edge for edge in item.edges}
        notes: list[Note] = []
        covered: set[str] = set()
        given = good = 0
        for n, step in enumerate(made.steps, 1):
            if made.uses_own(step):
                notes.append(Note(str(n), "accept", say("map_own_step")))
                continue
            given += 1
            edge = ours.get(step.whole)
            if edge is None:
                notes.append(Note(str(n), "not_yet", self._why(item, step)))
                continue
            good += 1
            covered |= set(edge.instead) if edge.defensible else {edge.id}
            lead = say("map_defensible") + " " if edge.defensible else ""
            notes.append(Note(str(n), "accept" if edge.defensible else "key",
                              lead + edge.feedback, edge.locator))
        if missing := len(key.keys() - covered):
            notes.append(Note("", "not_yet", say("map_missing", n=missing)))
        f1 = 2 * good * len(covered) / (good * len(key) + given * len(covered)) if good else 0.0
        outcome = finish(f1, [*notes, *shape])
        if outcome.status == "correct":
            drawn = {step.whole for step in made.steps}
            return finish(1.0, [*outcome.notes, *(
                Note("", "accept", f"{say('map_also', step=brief(as_step(edge)))} "
                     f"{edge.feedback}", edge.locator)
                for edge in item.edges
                if edge.defensible and as_step(edge).whole not in drawn)])
        return outcome

    def _why(self, item: ArgMap, step: Step) -> str:
        """How a step that the reference does not have differs from those that it has."""
        premises = set(step.premises)
        same = [one for one in map(as_step, item.edges) if one.conclusion == step.conclusion]
        if any(one.ends == step.ends for one in same):
            return say("map_other_relation")
        if any(premises < set(one.premises) for one in same):
            return say("map_joint")
        parts = {p for one in same if set(one.premises) < premises for p in one.premises}
        if parts >= premises:
            return say("map_apart")
        if parts:
            return say("map_too_many")
        if any(one.conclusion in premises and step.conclusion in one.premises
               for one in map(as_step, item.edges)):
            return say("map_turned")
        if any(premises < set(edge.premises) for edge in item.edges if not edge.defensible):
            return say("map_joint_elsewhere")
        return say("map_not_ours")

    def controls(self, item: ArgMap, page: Page) -> h.Node:
        return [
            self._statements(item, page),
            h.p(".cr-help")[say("map_help", id=item.root, most=item.max_edges)],
            (h.p(".cr-own")[h.label[
                h.span[say("map_own", id=one)],
                h.input(type="text", name=f"cr-{item.id}-{one}", data_own=one, dir="auto",
                        maxlength=str(MAX_OWN), autocomplete="off")]] for one in own_ids(item)),
            h.ol(".cr-steps")[(self._row(item, n) for n in range(1, item.max_edges + 1))],
            h.p(".cr-map-bar")[
                h.button(type="button", data_map="add")[say("map_add")], " ",
                h.button(type="button", data_map="undo", disabled=True)[say("map_undo")]],
            h.p(".cr-map-says", role="status", aria_live="off"),
            h.div(".cr-scroll.cr-map-picture", tabindex="0", role="group",
                  aria_label=say("map_picture"))[h.p(".cr-help")[say("map_picture_empty")]],
        ]

    def _statements(self, item: ArgMap, page: Page) -> h.Node:
        return h.ul(".cr-nodes")[(
            h.li[h.b[node.id], " ", page.rich(node.text), " ",
                 node.locator and node.locator not in node.text and page.rich(node.locator),
                 node.id == item.root and [" ", h.em[say("map_root")]]]
            for node in item.nodes)]

    def _row(self, item: ArgMap, n: int) -> h.Node:
        def menu(part: str, label: str) -> h.Node:
            return h.label[h.span[label], h.select(
                name=f"cr-{item.id}-{n}-{part}", data_part=part,
                aria_label=say("map_in_step", label=label, n=n))[
                    h.option(value="")[say("map_none" if part in "23" else "choose_menu")],
                    (h.option(value=node.id)[f"{node.id}: {_flat(node.text)}"]
                     for node in item.nodes),
                    (h.option(value=one)[one] for one in own_ids(item))]]

        return h.li(".cr-step", hidden=n > max(1, item.min_edges))[
            h.div(".cr-parts", role="group", aria_label=say("map_step", n=n))[
                menu("1", say("map_from")),
                (menu(str(k), say("map_with" if k == 2 else "map_with_too"))
                 for k in range(2, MOST_PREMISES + 1)),
                h.label[h.span[say("map_how")], h.select(
                    name=f"cr-{item.id}-{n}-how", data_part="relation",
                    aria_label=say("map_in_step", label=say("map_how"), n=n))[
                        h.option(value="")[say("choose_menu")],
                        (h.option(value=one)[say(RELATIONS[one])] for one in item.relations)]],
                menu("conclusion", say("map_to")),
                h.button(type="button", data_map="remove",
                         aria_label=say("map_remove_step", n=n))[say("map_remove")]]]

    def paper(self, item: ArgMap, page: Page) -> h.Node:
        heads = [say("map_from"), say("map_with"), say("map_how"), say("map_to")]
        return [
            self._statements(item, page),
            (h.p[f"{say('map_own', id=one)} ", "_" * 40] for one in own_ids(item)),
            h.table[h.thead[h.tr[(h.th(scope="col")[one] for one in heads)]],
                    h.tbody[(h.tr[(h.td["______"] for _ in heads)]
                             for _ in range(item.max_edges))]],
            h.p[f"{say('map_how')}: ", " · ".join(say(RELATIONS[one])
                                                  for one in item.relations)]]

    def ask(self, item: ArgMap) -> str:
        return say("map_ask", id=item.root, most=item.max_edges)

    def right(self, item: ArgMap) -> dict[str, Any]:
        steps = [as_step(edge) for edge in item.edges if not edge.defensible]
        if not steps:
            others = [node.id for node in item.nodes if node.id != item.root]
            steps = [Step((one,), item.root, item.relations[0])
                     for one in others[:max(1, item.min_edges)]]
        return answer_of(steps, {})

    def wrongs(self, item: ArgMap) -> Iterator[dict[str, Any]]:
        steps = [as_step(edge) for edge in item.edges if not edge.defensible]
        ours = {as_step(edge).whole for edge in item.edges}
        for n, step in enumerate(steps):
            rest = [*steps[:n], *steps[n + 1:]]
            if rest:
                yield answer_of(rest, {})
            for other in item.relations:
                changed = Step(step.premises, step.conclusion, other)
                if changed.whole not in ours:
                    yield answer_of([*rest, changed], {})
                    break
            turned = Step((step.conclusion,), step.premises[0], step.relation)
            if turned.whole not in ours:
                yield answer_of([*rest, turned], {})

    def say(self, item: ArgMap, answer: dict[str, Any]) -> str:
        made = map_of(answer)
        words = {node.id: f"{node.id} ({_flat(node.text)})" for node in item.nodes}
        words |= {one: f"{one} (“{text}”)" for one, text in made.own.items()}
        return "\n".join(f"{n}. {brief(step, words)}" for n, step in enumerate(made.steps, 1))

    def judges(self, item: ArgMap) -> bool:
        return bool(item.edges)

    def parts(self, item: ArgMap) -> Iterable[str]:
        for node in item.nodes:
            yield from (node.id, node.text)
        yield from (item.root, *item.relations)

    def slips(self, item: ArgMap) -> Iterable[str]:
        return slips(item)

    def gaps(self, item: ArgMap) -> Iterable[Wrong]:
        return (Wrong(feedback=edge.feedback, locator=edge.locator) for edge in item.edges)


def _flat(text: str) -> str:
    return " ".join(text.replace("*", "").split())
