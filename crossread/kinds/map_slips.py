"""What can be wrong with the record of an argument map, found before anybody is asked."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.item import ArgMap, MapEdge
from .steps import MOST_PREMISES, as_step, own_ids, structure


def slips(item: ArgMap) -> Iterator[str]:
    """What is wrong with the record of a map, each as "what; what now"."""
    ids = [node.id for node in item.nodes]
    if len(set(ids)) < len(ids) or set(ids) & set(own_ids(item)):
        yield "has two statements with one id; give each its own letter"
    if item.root not in ids:
        yield f"has root {item.root}, which is no statement of it; use an id of nodes"
    if not 1 <= item.min_edges <= item.max_edges:
        yield "asks for more steps than there is room for; raise max_edges"
    key = [edge for edge in item.edges if not edge.defensible]
    if item.edges and not key:
        yield "has only defensible steps; give the reference too"
    if len(key) > item.max_edges:
        yield "has more steps in its reference than there is room for; raise max_edges"
    for edge in item.edges:
        yield from _edge_slips(item, edge, ids, {one.id for one in key})
    ends = [as_step(edge).ends for edge in item.edges]
    if len(set(ends)) < len(ends):
        yield "has two steps of the reference with the same ends; keep one"
    for text in structure(item, map(as_step, key), {}):
        yield f"has a reference with a fault ({text}); correct its edges"


def _edge_slips(item: ArgMap, edge: MapEdge, ids: list[str], key: set[str]) -> Iterator[str]:
    for one in {*edge.premises, edge.conclusion} - set(ids):
        yield f"step {edge.id} names {one}, which is no statement of it; use an id of nodes"
    if not 1 <= len(edge.premises) <= MOST_PREMISES or \
            len({*edge.premises, edge.conclusion}) <= len(edge.premises):
        yield (f"step {edge.id} should have 1 to {MOST_PREMISES} different reasons, none of them "
               "its conclusion; correct its premises")
    if edge.relation not in item.relations:
        yield f"step {edge.id} has relation {edge.relation}, which is not offered; offer it"
    if not edge.feedback.strip():
        yield f"step {edge.id} has no feedback; say where the text shows it"
    if edge.instead and not edge.defensible:
        yield f"step {edge.id} stands in for others; call it defensible"
    for one in set(edge.instead) - key:
        yield (f"step {edge.id} stands in for {one}, which is no step of the reference; "
               "use an id of edges")
