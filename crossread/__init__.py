"""crossread: reading two accounts of one war against each other.

Everything a notebook needs comes through this door, one name a task::

    from crossread import lesson, quiz, chart, read, exercise, hand_in, progress, review

    lesson("01")      the card of a lesson; its links open a panel
    quiz("01-2")      one practice item
    chart("barcode")  a figure with its table and what it does not show
    read("A", "K")    both texts side by side; read("A5") what stands at one place
    exercise("01")    the graded exercise, keyless
    hand_in("01")     preview, write and receipt of the hand-in
    progress()        where you stand in every lesson
    review()          the questions that are due again

Names are fetched when they are first used: ``import crossread`` loads neither
ipywidgets nor matplotlib. A mistake in a call is answered with a sentence in the
notebook, not with a traceback.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .notebook import chart, exercise, hand_in, lesson, progress, quiz, read, review
else:
    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"crossread has no {name!r}; it has {', '.join(__all__)}")
        from . import notebook

        return getattr(notebook, name)

    def __dir__() -> list[str]:
        return sorted(__all__)

__all__ = ["chart", "exercise", "hand_in", "lesson", "progress", "quiz", "read", "review"]
