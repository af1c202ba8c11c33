"""What both the checks of an annotation and a learner's map ask of a set of arrows."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def find_circle(onward: Mapping[str, Collection[str]]) -> list[str]:
    """The names along one circle of arrows, the first again at the end; [] when there is none.

    ``onward`` maps a name to those that its arrows lead to.
    """
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name):], name]
        if name in done:
            return []
        for follower in sorted(onward.get(name, ())):
            if circle := walk(follower, [*path, name]):
                return circle
        done.add(name)
        return []

    return next((circle for name in sorted(onward) if (circle := walk(name, []))), [])
