"""Reading HTML as strictly as a browser's developer tools and a screen reader would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from html5lib import HTMLParser

CONTROLS = {"input", "select", "textarea", "button"}
PHRASING = {"a", "b", "br", "button", "code", "em", "i", "img", "input", "kbd", "label", "meter",
            "q", "select", "small", "span", "strong", "sub", "sup", "textarea", "u", "wbr",
            "option", "optgroup"}
ONLY_PHRASING = {"p", "span", "label", "button", "em", "strong", "b", "small", "q", "summary",
                 "h1", "h2", "h3", "h4", "h5", "h6", "legend", "dt"}
CHILDREN = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd"}, "tr": {"th", "td"},
            "select": {"option", "optgroup"}, "tbody": {"tr"}, "thead": {"tr"}}
INTERACTIVE = {"a", "button", "input", "select", "textarea", "label", "details"}


def parse(html: str) -> Element:
    """The tree of a fragment. Raises html5lib's ParseError at the first fault."""
    parser = HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(html, container="div")


def faults(html: str) -> list[str]:
    """What is wrong with a fragment, beyond what the parser refuses."""
    root = parse(html)
    parents = {child: parent for parent in root.iter() for child in parent}
    found = [f"id {name!r} is there {n} times"
             for name, n in Counter(_attributes(root, "id")).items() if n > 1]
    ids = set(_attributes(root, "id"))
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        found += [f"<{element.tag}> points at no id: {target}"
                  for name in ("for", "aria-labelledby", "aria-describedby")
                  for target in element.get(name, "").split() if target not in ids]
        found += _misplaced(element)
        if element.tag in CONTROLS and element.get("type") != "hidden" \
                and not name_of(element, root, parents).strip():
            found.append(f"<{element.tag} name={element.get('name')!r}> has no label")
        if element.tag == "img" and not element.get("alt", "").strip():
            found.append("<img> has no alternative text")
        if element.tag == "fieldset" and (len(element) == 0 or element[0].tag != "legend"):
            found.append("<fieldset> does not begin with a legend")
        found += [f"<{element.tag}> carries the event handler {name}" for name in element.attrib
                  if name.startswith("on") and name != "onsubmit"]
    return found


def _misplaced(element: Element) -> Iterator[str]:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if element.tag in ONLY_PHRASING and child.tag not in PHRASING:
            yield f"<{child.tag}> may not stand in <{element.tag}>"
        if element.tag in CHILDREN and child.tag not in CHILDREN[element.tag]:
            yield f"<{child.tag}> may not stand in <{element.tag}>"
    if element.tag in ("button", "a", "summary"):
        yield from (f"<{inner.tag}> may not stand inside <{element.tag}>"
                    for inner in element.iter() if inner is not element
                    and inner.tag in INTERACTIVE)
    if element.tag == "label" and sum(inner.tag in CONTROLS for inner in element.iter()) > 1:
        yield "<label> holds more than one control"


def _attributes(root: Element, name: str) -> list[str]:
    return [value for element in root.iter() if (value := element.get(name))]


def name_of(control: Element, root: Element, parents: dict[Element, Element]) -> str:
    """The accessible name of a control: aria, its label, or its own words."""
    if label := control.get("aria-label"):
        return label
    if target := control.get("aria-labelledby"):
        return " ".join(words(e) for e in root.iter() if e.get("id") in target.split())
    if control.tag == "button":
        return words(control)
    above = control
    while above in parents:
        above = parents[above]
        if above.tag == "label":
            return words(above)
    wanted = control.get("id")
    return " ".join(words(e) for e in root.iter("label") if wanted and e.get("for") == wanted)


def words(element: Element) -> str:
    """The text of an element, white space joined; choices of a menu are not its name."""
    return " ".join(" ".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.tag in ("select", "textarea"):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def shown(html: str) -> str:
    """Everything a reader sees of a fragment, menus included; blocks stand apart."""
    return " ".join("".join(_seen(parse(html))).split())


def _seen(element: Element) -> Iterator[str]:
    edge = "" if element.tag in PHRASING - {"br", "option", "select"} else " "
    yield edge + (element.text or "")
    for child in element:
        yield from _seen(child)
        yield child.tail or ""
    yield edge
