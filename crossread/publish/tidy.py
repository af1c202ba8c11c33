"""A notebook as it is committed: executed, and nothing in it that changes by itself."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from .save_hook import drop_widget_views

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
KEPT = ("crossread",)  # notebook metadata of our own


def tidy(notebook: NotebookNode) -> NotebookNode:
    """Drop widget views, timings and machine facts; number the executed cells 1 to n."""
    drop_widget_views(notebook)
    count = 0
    for cell in notebook.cells:
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items()
                                      if k in ("tags", "jupyter", "editable", "deletable")})
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count if cell.outputs else None
        for output in cell.outputs:
            output.metadata = NotebookNode() if "metadata" in output else None
            if output.output_type == "execute_result":
                output.execution_count = count
            if "metadata" in output and output.metadata is None:
                del output["metadata"]
            for mime, text in list(output.get("data", {}).items()):
                if mime == "text/plain":
                    output.data[mime] = re.sub(r" at 0x[0-9a-f]+", "", text)
        if cell.execution_count is None:
            cell.execution_count = count
    kept = {k: v for k, v in notebook.metadata.items() if k in KEPT}
    notebook.metadata = NotebookNode({"kernelspec": KERNEL, "language_info": {"name": "python"},
                                      **kept})
    return notebook
