"""Answering a question on the screen, by mouse or by keyboard alone, whatever its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crossread.kinds import kind_of
from crossread.seeds import Seeds

from .items import typed, wrongs

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MOST_TABS = 150

# Everything that a learner put into a form.
STATE = """(form) => [
  ...[...form.querySelectorAll("input, select, textarea")]
    .map((one) => one.type === "radio" || one.type === "checkbox" ? one.checked : one.value),
  ...[...form.querySelectorAll("[data-word]")].map((one) => one.getAttribute("aria-pressed")),
  ...[...form.querySelectorAll(".cr-order > li")].map((one) => one.dataset.value)]"""

# Is the target (matching a selector in the form) focused, before or behind the focus?
WHERE = """([item, selector]) => {
  const form = document.querySelector(`form[data-item="${item}"]`);
  const targets = [...form.querySelectorAll(selector)];
  const now = document.activeElement;
  if (targets.includes(now)) return "here";
  const one = targets[0];
  if (!one) return "nowhere";
  return now.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING ? "before" : "behind";
}"""


def item_of(seeds: Seeds, name: str) -> tuple[Any, bool]:
    """A practice item, or a field of an exercise with its key: (item, is it graded)."""
    fields = {field.id: field for ref in seeds.course.exercises
              for field in seeds.exercise(ref.id).fields}
    return (fields[name], True) if name in fields else (seeds.item(name), False)


def chosen(item: Any, n: int) -> Any:
    """The right answer for every second item, a wrong one for the others, as they are typed."""
    wrong = wrongs(item)
    return wrong[0] if n % 2 and wrong else typed(item, kind_of(item).right(item))


class ByMouse:
    """Points and clicks; types only where words or numbers are asked for."""

    def __init__(self, page: Page, form: Locator, item: str) -> None:
        self.page, self.form, self.item = page, form, item

    def answer(self, gather: str, answer: Any) -> None:
        """Fill in one answer and press the button."""
        self.fill(gather, answer)
        self.check()

    def fill(self, gather: str, answer: Any) -> None:
        """Fill in one answer and leave it as a draft."""
        getattr(self, gather)(answer)

    def check(self) -> None:
        """Press Check or Save."""
        self.form.locator(".cr-check").click()

    def option(self, value: str) -> None:
        """Choose or unchoose one option by its label."""
        self.form.locator(f'label:has(input[value="{value}"]) >> span').first.click()

    def one(self, answer: str) -> None:
        self.option(answer)

    def many(self, answer: list[str]) -> None:
        for box in self.form.locator(".cr-options input").all():
            value = box.get_attribute("value") or ""
            if box.is_checked() != (value in answer):
                self.option(value)

    def field(self, selector: str, text: str) -> None:
        """Put words into a field, or choose from a menu."""
        field = self.form.locator(selector)
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.click()
            field.fill(text)

    def map(self, answer: dict[str, str]) -> None:
        for key, value in answer.items():
            self.field(f'[data-key="{key}"]', value)

    def order(self) -> list[str]:
        """The cards as they lie now."""
        cards = self.form.locator(".cr-order > li")
        return list(cards.evaluate_all("all => all.map((one) => one.dataset.value)"))

    def list(self, answer: list[str]) -> None:
        for place, card in enumerate(answer):
            while self.order().index(card) > place:
                self.up(card)

    def up(self, card: str) -> None:
        """Move one card one place up."""
        self.form.locator(f'[data-value="{card}"] [data-move="-1"]').click()

    def number(self, answer: str) -> None:
        self.field("fieldset input[inputmode]", answer)

    def text(self, answer: str) -> None:
        self.field("textarea", answer)

    def band(self, answer: list[str] | str) -> None:
        if answer == "none":
            self.form.locator('[data-end="none"]').click()
            return
        for end, value in zip(("low", "high"), answer, strict=True):
            self.field(f'[data-end="{end}"]', value)

    def rows(self, answer: list[dict[str, str]]) -> None:
        for n, row in enumerate(answer, 1):
            for column, value in row.items():
                self.field(f'tbody tr:nth-child({n}) [data-column="{column}"]', value)

    def steps(self, answer: dict[str, Any]) -> None:
        for name, text in answer["own"].items():
            self.field(f'[data-own="{name}"]', text)
        for n, step in enumerate(answer["edges"], 1):
            row = f".cr-step:nth-child({n})"
            if not self.form.locator(row).is_visible():
                self.press('[data-map="add"]')
            for k, premise in enumerate(step["premises"], 1):
                self.field(f'{row} [data-part="{k}"]', premise)
            for part in ("relation", "conclusion"):
                self.field(f'{row} [data-part="{part}"]', step[part])

    def press(self, selector: str) -> None:
        """Press one of the form's buttons."""
        self.form.locator(selector).click()

    def span(self, answer: list[int]) -> None:
        for n in answer:
            self.word(n)

    def point(self, answer: dict[str, Any]) -> None:
        """Choose the sentence by its address: no printed text is attached here."""
        self.one(answer["at"])

    def word(self, n: int) -> None:
        """Press one word of an excerpt."""
        self.form.locator(f'[data-word="{n}"]').click()


class ByKeyboard(ByMouse):
    """The same with Tab, Shift+Tab, arrow keys, Space, Enter, and typing: no pointer at all."""

    def go(self, selector: str) -> None:
        """Walk with Tab or Shift+Tab until the control has the focus."""
        for _ in range(MOST_TABS):
            where = self.page.evaluate(WHERE, [self.item, selector])
            if where == "here":
                return
            assert where != "nowhere", f"{self.item} has no {selector}"
            self.page.keyboard.press("Tab" if where == "behind" else "Shift+Tab")
        raise AssertionError(f"{selector} of {self.item} cannot be reached with Tab")

    def check(self) -> None:
        self.go(".cr-check")
        self.page.keyboard.press("Enter")

    def one(self, answer: str) -> None:
        self.go(".cr-options input")
        self.page.keyboard.press("Space")
        for _ in range(20):
            if self.form.locator(".cr-options input:checked").get_attribute("value") == answer:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow keys never reach option {answer} of {self.item}")

    def option(self, value: str) -> None:
        self.go(f'.cr-options input[value="{value}"]')
        self.page.keyboard.press("Space")

    def field(self, selector: str, text: str) -> None:
        self.go(selector)
        field = self.form.locator(selector)
        if field.evaluate("one => one.tagName") == "SELECT":
            for _ in range(30):
                if field.input_value() == text:
                    return
                self.page.keyboard.press("ArrowDown")
            raise AssertionError(f"the arrow keys never reach {text} in {self.item}")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def up(self, card: str) -> None:
        self.go(f'[data-value="{card}"] [data-move="-1"]')
        self.page.keyboard.press("ArrowUp")

    def band(self, answer: list[str] | str) -> None:
        if answer == "none":
            self.go('[data-end="none"]')
            self.page.keyboard.press("Space")
            return
        super().band(answer)

    def press(self, selector: str) -> None:
        self.go(selector)
        self.page.keyboard.press("Enter")

    def word(self, n: int) -> None:
        self.go('[data-word][tabindex="0"]')  # one stop for Tab; from word to word with arrows
        for _ in range(100):
            at = int(self.page.evaluate("document.activeElement.dataset.word"))
            if at == n:
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowRight" if at < n else "ArrowLeft")
        raise AssertionError(f"the arrow keys never reach word {n} of {self.item}")
