"""What an item kind must be able to do, and the page it writes itself on."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import htpy as h
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markupsafe import Markup

from ..locators import locator_pattern
from ..model.item import Base, Note, Outcome, Wrong
from ..strings import say

Asked = TypeVar("Asked", bound=Base)


class AnswerError(ValueError):
    """An answer that this item cannot have: wrong type, or an option not offered."""


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink"])


# A button with its marks of punctuation: the line may break around them, not between them.
_TIED = re.compile(r"\(?<button [^>]*>[^<]*</button>[.,;:!?)]+")


@dataclass(frozen=True)
class Page:
    """The page an item is written on.

    ``texts`` are the locator letters of the course. A live page has controls and
    locator buttons; the other has neither, because a reopened notebook would
    revive dead controls.
    """

    texts: frozenset[str]
    live: bool = False

    def rich(self, text: str, *, buttons: bool = True) -> Markup:
        """Text with *emphasis* and locator chips, everything else escaped.

        ``buttons=False`` inside a label, where a button may not stand.
        """
        html = str(_MARKDOWN.renderInline(text.strip()))
        if not self.texts:
            return Markup(html)
        pattern = locator_pattern(self.texts)
        live = self.live and buttons
        chips = "".join(
            part if part.startswith("<") else pattern.sub(
                lambda m: _chip(m.group(1), live), part)
            for part in re.split(r"(<[^>]+>)", html)
        )
        return Markup(_TIED.sub(r'<span class="cr-tied">\g<0></span>', chips))

    def chip(self, locator: str) -> Markup:
        """One locator as a button (live) or as text, whatever the course's letters."""
        return Markup(_chip(escapeHtml(locator), self.live))


def _chip(locator: str, live: bool) -> str:
    if not live:
        return f'<span class="cr-loc">{locator}</span>'
    return (f'<button type="button" class="cr-chip" data-loc="{locator}" '
            f'aria-label="{escapeHtml(say("show_place", locator=locator))}">{locator}</button>')


class Kind(ABC, Generic[Asked]):
    """One kind of item: how its answers are read, scored, asked and printed.

    ``read`` is the only door for answers from outside; ``score`` may trust what
    came through it.
    """

    #: how the form gathers an answer (see widgets/gather.js)
    gather: str

    @abstractmethod
    def read(self, item: Asked, raw: Any) -> Any | None:
        """The answer, or None when nothing was answered.

        Raises AnswerError when ``raw`` cannot be an answer to this item.
        """

    @abstractmethod
    def score(self, item: Asked, answer: Any) -> Outcome:
        """The outcome of an answer that ``read`` returned."""

    @abstractmethod
    def controls(self, item: Asked, page: Page) -> h.Node:
        """The part of the live form that takes the answer."""

    @abstractmethod
    def paper(self, item: Asked, page: Page) -> h.Node:
        """The same, to be read or answered with a pen: no controls, no CSS needed."""

    @abstractmethod
    def right(self, item: Asked) -> Any:
        """An answer that scores full credit (for solutions, tests and demo classes)."""

    @abstractmethod
    def wrongs(self, item: Asked) -> Iterator[Any]:
        """Answers that do not: every single wrong choice where there are few."""

    @abstractmethod
    def say(self, item: Asked, answer: Any) -> str:
        """The answer in words, for receipts, feedback and markers."""

    def lines(self, item: Asked, answer: Any) -> list[str]:
        """The same as lines, where an answer has several parts."""
        return self.say(item, answer).split("\n")

    def missing(self, item: Asked, answer: Any) -> list[str]:
        """What an answer leaves out of what the item asks for, a sentence each."""
        return []

    def judges(self, item: Asked) -> bool:
        """Has the item a key, so that an answer can be right or not yet?"""
        return True

    def slips(self, item: Asked) -> Iterable[str]:
        """What is wrong with the item as written, each as "what; what now"."""
        return ()

    def ask(self, item: Asked) -> str:
        """One line that says what to do on paper."""
        return say("choose_one")

    def parts(self, item: Asked) -> Iterable[str]:
        """Ids and texts that make up the question, for the item's digest."""
        return ()

    def gaps(self, item: Asked) -> Iterable[Wrong]:
        """Every piece of feedback that is not in an option, for checks of its words."""
        return ()


def choose_text(answer: Any, offered: Iterable[str], what: str = "option") -> str:
    """``answer`` as one of the ids offered.

    Raises AnswerError when it is something else.
    """
    if not isinstance(answer, str):
        raise AnswerError(say("bad_choice_type", what=say(f"one_{what}"),
                              got=type(answer).__name__))
    if answer not in set(offered):
        raise AnswerError(say("bad_choice", what=say(f"one_{what}"), given=answer[:40]))
    return answer


def read_map(raw: Any, keys: Iterable[str], offered: Iterable[str], what: str,
             ) -> dict[str, str] | None:
    """``raw`` as {key → offered id}, blanks dropped; None when nothing is left.

    Raises AnswerError on another type, an unknown key or an id not offered.
    """
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise AnswerError(say("bad_match_type", what=say(f"one_{what}"), got=type(raw).__name__))
    known, choices = set(keys), set(offered)
    answer: dict[str, str] = {}
    for key, value in raw.items():
        if key not in known:
            raise AnswerError(say("bad_match", what=say(f"one_{what}"), given=str(key)[:40]))
        if value in ("", None):
            continue
        answer[key] = choose_text(value, choices, "choice")
    return answer or None


def finish(credit: float, notes: Iterable[Note]) -> Outcome:
    """Correct at full credit, else not yet."""
    full = credit >= 1.0 - 1e-9
    return Outcome("correct" if full else "not_yet", 1.0 if full else max(0.0, credit),
                   tuple(notes))


def lettered(options: Iterable[tuple[str, h.Node]]) -> h.Node:
    """A list whose entries begin with their letters, written out.

    Pages that show an untrusted notebook number a list as they like.
    """
    return h.ul[(h.li[f"{letter}) ", text] for letter, text in options)]
