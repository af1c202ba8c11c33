"""What happens when a learner saves a notebook.

A saved live widget says "Error displaying widget" when the page is opened again
without a kernel. So the widget entry of every output is dropped, and the paper
face beside it stays. What the kernel tells of its Python goes too: it differs between
computers, and would make every saved page a changed one. The answers are in the journal,
not in the notebook.
"""

from __future__ import annotations

from typing import Any

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def drop_widget_views(notebook: Any) -> Any:
    """Remove live-widget entries from a notebook's outputs, in place; returns it."""
    for cell in notebook.get("cells", ()):
        for output in cell.get("outputs", ()):
            data = output.get("data")
            if data and "text/html" in data:
                data.pop(WIDGET_VIEW, None)
    notebook.get("metadata", {}).pop("widgets", None)
    return notebook


def pre_save(model: Any = None, **_: Any) -> None:
    """Jupyter's hook: called with the content model before it is written."""
    if isinstance(model, dict) and model.get("type") == "notebook" and model.get("content"):
        told = drop_widget_views(model["content"]).get("metadata", {})
        if name := (told.get("language_info") or {}).get("name"):
            told["language_info"] = {"name": name}
