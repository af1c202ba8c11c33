"""The marking desk: rubric rows marked by people, in a notebook, with keys or a mouse.

    marking_desk    the one call of ``solutions/marking.ipynb``
    opening         which gradebook and which marker, or the sentence that says what to do
    widget          the live desk: one Python file, ``desk.css`` and ``desk.js`` (with ``aim.js``:
                    which row a key means; ``ask.js``: questions to the kernel; ``deciding.js``:
                    whose level stands; ``beside.js``: samples, flag, name, bank, differences)
    sheet           one piece of work beside its rubric, as HTML
    differing       rows that two markers see differently, as HTML
    words           what the desk says

What a student wrote travels in messages and is escaped; a saved notebook holds none of it.
"""

from .opening import marking_desk

__all__ = ["marking_desk"]
