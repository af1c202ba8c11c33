"""What saving and tidying make of a notebook: no live widget, nothing that changes by itself."""

from __future__ import annotations

import copy
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossread.publish.save_hook import WIDGET_VIEW, drop_widget_views, pre_save
from crossread.publish.tidy import KERNEL, tidy

VIEW = {"model_id": "m", "version_major": 2}


def output(**data: Any) -> dict[str, Any]:
    """One result of a cell."""
    return {"output_type": "execute_result", "execution_count": 7, "metadata": {"x": 1},
            "data": {key.replace("_", "/"): value for key, value in data.items()}}


def page(*outputs: dict[str, Any]) -> dict[str, Any]:
    """A notebook as JupyterLab sends it to be saved."""
    return {"cells": [{"cell_type": "markdown", "source": "# T", "metadata": {}},
                      {"cell_type": "code", "source": "x", "metadata": {}, "execution_count": 7,
                       "outputs": list(outputs)}],
            "metadata": {"widgets": {"state": {}}, "kernelspec": {"name": "odd"}},
            "nbformat": 4, "nbformat_minor": 5}


def live(**more: Any) -> dict[str, Any]:
    """A result with a live widget in it."""
    made = output(**more)
    made["data"][WIDGET_VIEW] = VIEW
    return made


def test_saving_drops_the_live_widget_where_a_paper_face_stands_beside_it():
    model = {"type": "notebook", "content": page(live(text_html="<p>1</p>", text_plain="1"))}
    pre_save(model=model, path="x", contents_manager=None)
    [kept] = model["content"]["cells"][1]["outputs"]
    assert kept["data"] == {"text/html": "<p>1</p>", "text/plain": "1"}
    assert "widgets" not in model["content"]["metadata"]
    assert model["content"]["metadata"]["kernelspec"] == {"name": "odd"}


def test_saving_keeps_no_version_of_this_computer_s_python_so_that_git_sees_no_change():
    notebook = page()
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.11.7",
                                             "codemirror_mode": {"name": "ipython"}}
    pre_save(model={"type": "notebook", "content": notebook})
    assert notebook["metadata"]["language_info"] == {"name": "python"}


def test_somebody_elses_widget_without_a_paper_face_is_left_alone():
    notebook = page(live(text_plain="Slider()"))
    drop_widget_views(notebook)
    assert notebook["cells"][1]["outputs"][0]["data"][WIDGET_VIEW] == VIEW


@pytest.mark.parametrize("model", [
    None, {}, {"type": "file", "content": "text"}, {"type": "directory", "content": None},
    {"type": "notebook", "content": None}, {"type": "notebook", "content": {}},
    {"type": "notebook", "content": {"cells": [{"cell_type": "raw", "source": ""}]}},
    {"type": "notebook", "content": page({"output_type": "stream", "name": "stdout", "text": ""})},
    {"type": "notebook", "content": page({"output_type": "error", "ename": "E", "evalue": "",
                                          "traceback": []})},
])
def test_whatever_is_saved_the_hook_does_not_stop_it(model):
    before = copy.deepcopy(model)
    pre_save(model=model)
    if model and model.get("content") and isinstance(model["content"], dict):
        before["content"].get("metadata", {}).pop("widgets", None)
    assert model == before


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["html", "plain", "view", "png"]), max_size=4, unique=True))
def test_saving_twice_is_saving_once_and_takes_nothing_but_the_view(kinds: list[str]):
    mimes = {"html": "text/html", "plain": "text/plain", "view": WIDGET_VIEW, "png": "image/png"}
    notebook = page({"output_type": "display_data", "metadata": {},
                     "data": {mimes[one]: "x" for one in kinds}})
    once = copy.deepcopy(drop_widget_views(notebook))
    assert drop_widget_views(notebook) == once
    kept = set(once["cells"][1]["outputs"][0]["data"])
    gone = {WIDGET_VIEW} if {"html", "view"} <= set(kinds) else set()
    assert kept == {mimes[one] for one in kinds} - gone


# --- tidy ----------------------------------------------------------------------------------------


def tidied(*cells: dict[str, Any], **metadata: Any) -> nbformat.NotebookNode:
    """A notebook of these cells, tidied."""
    return tidy(nbformat.from_dict({"cells": list(cells), "metadata": metadata, "nbformat": 4,
                                    "nbformat_minor": 5}))


def code(*outputs: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A code cell."""
    return {"cell_type": "code", "source": "x", "id": "x", "execution_count": 41, "metadata": {},
            "outputs": list(outputs), **more}


def test_cells_are_numbered_from_one_also_those_that_show_nothing():
    made = tidied(code(output(text_plain="1")), {"cell_type": "markdown", "source": "", "id": "m",
                                                 "metadata": {}}, code(), code(live(text_html="")))
    assert [cell.execution_count for cell in made.cells if cell.cell_type == "code"] == [1, 2, 3]
    assert made.cells[3].outputs[0].execution_count == 3


def test_timings_addresses_and_facts_about_the_machine_are_gone():
    made = tidied(code(output(text_plain="<Thing at 0x7f12ab>"),
                       metadata={"execution": {"iopub.status.busy": "2026"}, "tags": ["keep"]}),
                  language_info={"name": "python", "version": "3.11.7"}, crossread={"role": "x"},
                  widgets={"state": 1})
    [cell] = made.cells
    assert cell.metadata == {"tags": ["keep"]}
    assert cell.outputs[0].data["text/plain"] == "<Thing>"
    assert cell.outputs[0].metadata == {}
    assert made.metadata == {"kernelspec": KERNEL, "language_info": {"name": "python"},
                             "crossread": {"role": "x"}}


def test_a_stream_keeps_its_text_and_gets_no_fields_it_may_not_have():
    made = tidied(code({"output_type": "stream", "name": "stdout", "text": "hello"}))
    assert made.cells[0].outputs == [{"output_type": "stream", "name": "stdout", "text": "hello"}]
    nbformat.validate(made)


def test_tidying_twice_is_tidying_once():
    once = tidied(code(live(text_html="<p>", text_plain="x")), code())
    assert tidy(copy.deepcopy(once)) == once
