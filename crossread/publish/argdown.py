"""The argument map of a text as Argdown, a plain-text notation for arguments.

Statements are ``[id]: text``; every edge with joint premises becomes an argument of
its own. Argdown has no concession: it is written as support with the tag #concedes.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.article import Annotation, Edge

SIGN = {"supports": "+", "attacks": "-", "undercuts": "_", "concedes": "+"}


def argdown(annotation: Annotation) -> str:
    """Argdown source of the whole map; "" for a text without one."""
    if annotation.argument is None:
        return ""
    return "\n".join(_lines(annotation)) + "\n"


def _lines(annotation: Annotation) -> Iterator[str]:
    argument = annotation.argument
    assert argument is not None
    yield "===\ntitle: " + annotation.article.title + f" ({annotation.article.id})\n===\n"
    texts = statements(annotation)
    into: dict[str, list[Edge]] = {}
    for edge in argument.edges:
        into.setdefault(edge.conclusion, []).append(edge)
    named = [c.id for c in argument.conclusions]
    ends = {end for e in argument.edges for end in (*e.premises, e.conclusion)}
    for one in (*named, *sorted(ends - set(named))):
        yield f"[{one}]: {texts[one]}"
        for edge in into.get(one, ()):
            mark = " #concedes" if edge.relation == "concedes" else ""
            target = f"[{edge.premises[0]}]" if len(edge.premises) == 1 else f"<{edge.id}>"
            yield f"  {SIGN[edge.relation]} {target}{mark}"
        yield ""
    for edge in argument.edges:
        if len(edge.premises) > 1:
            yield from _joint(edge)


def _joint(edge: Edge) -> Iterator[str]:
    """Premises that work only together, as one numbered argument."""
    yield f"<{edge.id}>{': ' + _flat(edge.note) if edge.note else ''}\n"
    for n, premise in enumerate(edge.premises, 1):
        yield f"({n}) [{premise}]"
    if edge.relation == "supports":
        yield f"----\n({len(edge.premises) + 1}) [{edge.conclusion}]"
    yield ""


def statements(annotation: Annotation) -> dict[str, str]:
    """Id → text of every claim, conclusion and hidden premise, with its locator."""
    argument = annotation.argument
    found = {c.id: f"{_flat(c.text)} ({c.locator})" for c in annotation.claims}
    if argument is not None:
        found |= {c.id: f"{_flat(c.text)} ({c.status})" for c in argument.conclusions}
        found |= {p.id: f"{_flat(p.text)} (unstated)" for p in argument.hidden}
    return found


def _flat(text: str) -> str:
    """One line, without the signs that Argdown would read as its own."""
    return " ".join(text.split()).replace("[", "(").replace("]", ")").replace("#", "no. ")
