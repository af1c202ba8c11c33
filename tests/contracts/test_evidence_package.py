"""The evidence pack says where each thing comes from, and nothing in it is more than was found.

Each rule is a function that takes the pack and returns slips, written as file:line: what is
wrong, and what to do. Beside it stands a change to a copy of the pack that breaks the rule.
"""

import copy
import csv
import datetime
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import frictionless
import pytest
import yaml

BODY_WORDS = {"A": 2058, "K": 1756}
MOST_UNEVEN = 1.15  # checks per 1,000 words: the higher rate over the lower
VERDICTS = {
    "supported", "supported_with_nuance", "disputed", "contradicted", "not_checkable", "not_found",
}
STATUSES = {"solid", "with_care", "totals_only"}
AT_LEAST = {"events": 35, "claim_checks": 60, "lateral_cards": 14, "source_cards": 15,
            "khamenei_remark": 12, "forecasts": 8, "institutions": 10}
NEEDED = {*AT_LEAST, "unga_ideal_points", "unga_agreement", "unga_ukraine_votes", "brent_monthly",
          "us_oil_production", "vdem_iran", "iranian_opinion", "exchange_rates",
          "strikes_2022_10_10"}
NAMED = (  # every person and outlet that the prose of A or K names
    "Azizi", "Cairo Review", "Kyiv Post", "Ziabari", "Fink", "Taleblu", "Defense of Democracies",
    "Asia Times", "Cruz", "Kasparov", "Khamenei", "Safavi", "Zarif", "Newsmax", "Guardian",
    "Zelensky", "Putin", "Raisi", "Saddam Hussein", "Lavrov", "Obama", "Biden", "Trump",
    "World Press Institute", "Assad",
)
DISSENTING = 4
LONGEST_QUOTATION = 15
CARD_WORDS = range(40, 81)
FEW = {"vdem_iran": 12, "exchange_rates IRR": 6}
NOT_SOURCED = {"KR04", "KR17", "KR18"}
WRITTEN = {"A": "2022-10-10", "K": "2022-07-19"}  # firm lower ends of the two dates of writing
LAST_MAYBE = {"A": "2022-12-31", "K": "2022-07-31"}
UNCONFIRMED = re.compile(
    r"to[ _-]confirm|unverified|\bTODO\b|\bTBC\b|\bTBD\b|to be (written|added|checked)"
    r"|placeholder|lorem ipsum", re.IGNORECASE)


@dataclass
class Pack:
    """The descriptor, the rows of each table by name, the README, and the articles' outline."""

    descriptor: dict
    rows: dict[str, list[dict[str, str]]]
    readme: str
    sentences: dict[str, int]  # paragraph → number of sentences
    lines: dict[str, int]  # text → number of lines of the raw file

    def resource(self, name: str) -> dict:
        return next(one for one in self.descriptor["resources"] if one["name"] == name)

    def numbered(self, name: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Give each row of a table with its place, such as ``events.csv:7``."""
        for line, row in enumerate(self.rows[name], start=2):
            yield f"{name}.csv:{line}", row

    def cells(self) -> Iterator[tuple[str, str, str]]:
        for name in self.rows:
            for place, row in self.numbered(name):
                for field, value in row.items():
                    yield place, field, value

    def texts(self) -> Iterator[tuple[str, str]]:
        """Give every string of the pack with its place."""
        for place, field, value in self.cells():
            yield f"{place}: {field}", value
        for number, line in enumerate(self.readme.splitlines(), start=1):
            yield f"README.md:{number}", line
        yield "datapackage.json", json.dumps(self.descriptor, ensure_ascii=False)


def outline(project: Path) -> tuple[dict[str, int], dict[str, int]]:
    sentences, lines = {}, {}
    for text, folder in (("A", "azizi"), ("K", "kyivpost")):
        home = project / "seeds" / folder
        for one in yaml.safe_load((home / "paragraphs.yml").read_text(encoding="utf-8")):
            sentences[one["id"]] = len(one["sentences"])
        with (home / "lines.csv").open(encoding="utf-8", newline="") as file:
            lines[text] = sum(1 for _ in csv.DictReader(file))
    return sentences, lines


@pytest.fixture(scope="module")
def folder(project: Path) -> Path:
    return project / "seeds" / "evidence"


@pytest.fixture(scope="module")
def pack(project: Path, folder: Path) -> Pack:
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    rows = {}
    for resource in descriptor["resources"]:
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows[resource["name"]] = list(csv.DictReader(file))
    readme = (folder / "README.md").read_text(encoding="utf-8")
    return Pack(descriptor, rows, readme, *outline(project))


# Rules -------------------------------------------------------------------------------------------


def whole_date(value: str) -> str:
    """Complete a year or a month to its first day; raise ValueError where no such day exists."""
    full = value + {4: "-01-01", 7: "-01", 10: ""}.get(len(value), "?")
    return datetime.date.fromisoformat(full).isoformat()


def impossible(value: str) -> bool:
    try:
        whole_date(value)
    except ValueError:
        return True
    return False


def described(pack: Pack) -> list[str]:
    slips = []
    for one in pack.descriptor["resources"]:
        name = f"datapackage.json: {one.get('name')}"
        for key in ("title", "description", "question", "cannot_show"):
            if not str(one.get(key, "")).strip():
                slips.append(f"{name}: {key} is missing: say it in one sentence")
        if not all(lic.get("name") and lic.get("title") for lic in one.get("licenses") or [{}]):
            slips.append(f"{name}: licenses needs a name and a title")
        if not all(src.get("title") and src.get("publisher") for src in one.get("sources") or [{}]):
            slips.append(f"{name}: sources needs a title and a publisher for each")
        if impossible(str(one.get("as_of", ""))):
            slips.append(f"{name}: as_of is not a date")
        if len(one.get("caveats", [])) < 2:
            slips.append(f"{name}: caveats has fewer than two")
        if not one.get("tests_claims"):
            slips.append(f"{name}: tests_claims names no claim")
        if one.get("status") not in STATUSES:
            slips.append(f"{name}: status is none of {', '.join(sorted(STATUSES))}")
    missing = NEEDED - pack.rows.keys()
    return slips + [f"datapackage.json: the table {name} is missing" for name in sorted(missing)]


def measured(pack: Pack) -> list[str]:
    slips = []
    for one in pack.descriptor["resources"]:
        for field in one["schema"]["fields"]:
            place = f"datapackage.json: {one['name']}.{field['name']}"
            if not field.get("description"):
                slips.append(f"{place}: description is missing")
            if field["type"] in {"integer", "number"} and not field.get("unit"):
                slips.append(f"{place}: unit is missing")
    return slips


def confirmed(pack: Pack) -> list[str]:
    slips = [f"{place}: {found[0]!r}: leave out what was not confirmed"
             for place, text in pack.texts()
             if not (place.startswith("sources.csv") and place.endswith("title"))
             if (found := UNCONFIRMED.search(text))]
    return slips + [f"{place}: {row['id']} was never opened at first hand: leave it out"
                    for place, row in pack.numbered("khamenei_remark") if row["id"] in NOT_SOURCED]


def balanced(pack: Pack) -> list[str]:
    declared = {text: one["body_words"] for text, one in pack.descriptor["texts"].items()}
    slips = [] if declared == BODY_WORDS else [f"datapackage.json: body words are {BODY_WORDS}"]
    count = Counter(row["text"] for row in pack.rows["claim_checks"])
    rates = {text: count[text] * 1000 / words for text, words in BODY_WORDS.items()}
    if max(rates.values()) > MOST_UNEVEN * min(rates.values()):
        slips.append("claim_checks.csv: per 1,000 words A has {A:.1f} checks and K {K:.1f}: "
                     "add to the lower".format(**rates))
    for place, row in pack.numbered("claim_checks"):
        letters = {locator[0] for locator in row["locators"].split()} | {row["id"][1]}
        if letters != {row["text"]}:
            slips.append(f"{place}: id, text and locators name different texts")
    return slips


def enough(pack: Pack) -> list[str]:
    slips = [f"{name}.csv: {len(pack.rows[name])} rows, at least {least} are needed"
             for name, least in AT_LEAST.items() if len(pack.rows[name]) < least]
    dissenting = sum(row["dissent"] == "yes" for row in pack.rows["lateral_cards"])
    if dissenting < DISSENTING:
        slips.append(f"lateral_cards.csv: {dissenting} dissenting cards, at least {DISSENTING}")
    names = " ".join(row["name"] for row in pack.rows["source_cards"])
    slips += [f"source_cards.csv: no card for {name}" for name in NAMED if name not in names]
    vdem = len(pack.rows["vdem_iran"])
    rial = sum(row["currency"] == "IRR" for row in pack.rows["exchange_rates"])
    for what, number in (("vdem_iran", vdem), ("exchange_rates IRR", rial)):
        if number > FEW[what]:
            slips.append(f"{what}: {number} values: the terms allow {FEW[what]} totals at most")
    return slips


def judged(pack: Pack) -> list[str]:
    slips = []
    for place, row in pack.numbered("claim_checks"):
        if row["verdict"] not in VERDICTS:
            slips.append(f"{place}: verdict {row['verdict']!r} is none of the six")
        if row["table"] and row["table"] not in pack.rows:
            slips.append(f"{place}: table {row['table']!r} is not in the pack")
        if row["source_kind"] == "own_table" and not row["table"]:
            slips.append(f"{place}: own_table without a table: name it")
        if row["verdict"] == "not_checkable" and row["strength"] == "strong":
            slips.append(f"{place}: what cannot be tested has no strong evidence")
        if re.search(r"\b202[3-9]\b", row["why"]) and row["later_evidence"] != "yes":
            slips.append(f"{place}: the reason uses time after 2022: later_evidence must be yes")
    for text in BODY_WORDS:
        used = {row["verdict"] for row in pack.rows["claim_checks"] if row["text"] == text}
        slips += [f"claim_checks.csv: no check of {text} ends {verdict}"
                  for verdict in sorted(VERDICTS - used)]
    return slips


DATES = {
    "sources": ("published", "retrieved"), "unga_ukraine_texts": ("adopted_on",),
    "brent_monthly": ("month",), "iranian_opinion": ("field_start", "field_end"),
    "exchange_rates": ("month",), "strikes_2022_10_10": ("reported_on",),
    "institutions": ("date",), "sanctions_counts": ("month", "snapshot_on"),
    "oil_to_china": ("period_start", "period_end"), "events": ("date",),
    "iran_russia_trade": ("period_start", "period_end"), "claim_checks": ("as_of",),
    "khamenei_remark": ("printed_on",), "source_cards": ("as_of",),
    "lateral_cards": ("date", "retrieved"), "forecasts": ("as_of",),
    "unga_ideal_points": ("year",), "unga_agreement": ("year",), "us_oil_production": ("year",),
    "vdem_iran": ("year",),
}
LENGTH = {"day": 10, "month": 7, "year": 4}


def dated(pack: Pack) -> list[str]:
    slips = []
    made = pack.descriptor["created"][:10]
    for name, fields in DATES.items():
        for place, row in pack.numbered(name):
            given = [row[field] for field in fields if row[field]]
            wrong = [value for value in given if impossible(value)]
            slips += [f"{place}: {value!r} is no date of the calendar" for value in wrong]
            if wrong:
                continue
            slips += [f"{place}: {value} is after the pack was made"
                      for value in given if whole_date(value) > made]
            if len(given) == 2 and fields[1].endswith("end") and given[0] > given[1]:
                slips.append(f"{place}: ends before it starts")
            if "precision" in row and len(row[fields[0]]) != LENGTH[row["precision"]]:
                slips.append(f"{place}: the date is not written to the {row['precision']}")
            if row.get("later") and given:
                end = given[-1] if fields[-1].endswith("end") else given[0]
                if row["later"] != ("yes" if end > "2022-12-31" or end[:4] > "2022" else "no"):
                    slips.append(f"{place}: later does not fit the date {end}")
    days = [row["date"] for row in pack.rows["events"]]
    return slips if days == sorted(days) else [*slips, "events.csv: not in order of date"]


def foreseen(pack: Pack) -> list[str]:
    """Find events that a text is said to know, or not to know, against the calendar."""
    slips = []
    for name in ("events", "institutions"):
        for place, row in pack.numbered(name):
            first = row["date"]
            for text, written in WRITTEN.items():
                known = row[f"known_to_{text}"]
                if known == "yes" and first > written[:len(first)]:
                    slips.append(f"{place}: {text} cannot surely know what came after {written}")
                if known == "no" and first <= written[:len(first)]:
                    slips.append(f"{place}: {text} could know what came before {written}")
                if known == "maybe" and first > LAST_MAYBE[text]:
                    slips.append(f"{place}: {text} cannot know what came after {LAST_MAYBE[text]}")
            if row["later"] == "yes" and name == "events" and not row["id"].startswith("L"):
                slips.append(f"{place}: an event after 2022 has an id that starts with L")
    return slips


def sourced(pack: Pack) -> list[str]:
    register = {row["id"] for row in pack.rows["sources"]}
    slips, used = [], set()
    for name, rows in pack.rows.items():
        if name == "sources" or not rows or "also" not in rows[0]:
            continue
        for place, row in pack.numbered(name):
            ids = [row["source"], *row["also"].split()]
            used.update(ids)
            slips += [f"{place}: source {one!r} is not in sources.csv"
                      for one in ids if one not in register]
            if len(ids) != len(set(ids)):
                slips.append(f"{place}: names one source twice")
    if "khamenei_remark" in pack.rows:
        used.update(row["source"] for row in pack.rows["khamenei_remark"])
    return slips + [f"sources.csv: {one} is used by no row" for one in sorted(register - used)]


def located(pack: Pack) -> list[str]:
    def exists(locator: str) -> bool:
        if ":L" in locator:
            text, line = locator.split(":L")
            return 1 <= int(line) <= pack.lines[text]
        paragraph, _, number = locator.partition(".")
        return paragraph in pack.sentences and int(number or 1) <= pack.sentences[paragraph]

    slips = [f"datapackage.json: {one['name']}: there is no {locator}"
             for one in pack.descriptor["resources"] for locator in one["tests_claims"]
             if not exists(locator)]
    for place, field, value in pack.cells():
        if field in {"locators", "bears_on"}:
            slips += [f"{place}: there is no {one}" for one in value.split() if not exists(one)]
    return slips


def quoted(pack: Pack) -> list[str]:
    slips = []
    for place, row in pack.numbered("khamenei_remark"):
        for field in ("condition_words", "regret_words"):
            if len(row[field].split()) > LONGEST_QUOTATION:
                slips.append(f"{place}: {field} is longer than {LONGEST_QUOTATION} words")
        if row["condition_words"] and row["prints_condition"] == "no":
            slips.append(f"{place}: quotes a condition that it says is not printed")
        if row["regret_words"] and row["prints_regret"] != "yes":
            slips.append(f"{place}: quotes a regret that it says is not printed")
    for place, field, value in pack.cells():
        for run in re.findall(r'["“]([^"”]*)["”]', value):
            if len(run.split()) > LONGEST_QUOTATION:
                slips.append(f"{place}: {field} quotes more than {LONGEST_QUOTATION} words")
    return slips


def carded(pack: Pack) -> list[str]:
    register = {row["id"]: row for row in pack.rows["sources"]}
    slips = []
    for place, row in pack.numbered("lateral_cards"):
        words = len(row["paraphrase"].split())
        if words not in CARD_WORDS:
            slips.append(f"{place}: the paraphrase has {words} words, 40 to 80 are wanted")
        page = register.get(row["source"], {})
        for field, there in (("publisher", "publisher"), ("date", "published"),
                             ("link", "link"), ("retrieved", "retrieved")):
            if row[field] != page.get(there):
                slips.append(f"{place}: {field} differs from sources.csv")
        if row["dissent"] == "yes" and row["cuts_against"] == "none":
            slips.append(f"{place}: dissents from nothing: say what it cuts against")
    steps = ("memorandum", "ratification", "accession")
    if not any(all(step in row["title"].casefold() for step in steps)
               for row in pack.rows["lateral_cards"]):
        slips.append("lateral_cards.csv: no card on the three steps into the SCO")
    return slips


def voted(pack: Pack) -> list[str]:
    slips = [f"{place}: more votes than the United Nations has members"
             for place, row in pack.numbered("unga_ukraine_texts")
             if sum(int(row[vote]) for vote in ("yes", "no", "abstain")) > 193]
    for place, row in pack.numbered("unga_ukraine_votes"):
        known = row["vote"] != "unknown"
        if known != (row["basis"] != "none") or known != bool(row["source"]):
            slips.append(f"{place}: a vote needs a basis and a source, an unknown one has neither")
    return slips


def figure_cells(pack: Pack, table: str) -> set[str]:
    return {value for row in pack.rows[table] for value in row.values()}


def figured(pack: Pack) -> list[str]:
    """Find figures in prose that no cell has: each is printed once, in a table."""
    slips = []
    for place, row in pack.numbered("claim_checks"):
        if row["source_kind"] == "own_table" and row["table"] in pack.rows:
            cells = figure_cells(pack, row["table"])
            slips += [f"{place}: {figure} is in no cell of {row['table']}.csv"
                      for figure in re.findall(r"\d+\.\d+|\d+,\d{3}", row["why"])
                      if figure.replace(",", "") not in cells]
    cells = figure_cells(pack, "unga_ideal_points") | figure_cells(pack, "vdem_iran")
    slips += [f"README.md: {figure} is in no cell"
              for figure in re.findall(r"-?\d\.\d{3}", pack.readme) if figure not in cells]
    for name, count in re.findall(r"\| `(\w+)\.csv` \| (\d+) \|", pack.readme):
        if int(count) != len(pack.rows[name]):
            slips.append(f"README.md: {name}.csv has {len(pack.rows[name])} rows, not {count}")
    unknown = sum(row["vote"] == "unknown" for row in pack.rows["unga_ukraine_votes"])
    votes = len(pack.rows["unga_ukraine_votes"])
    if f"of {votes} cells in the table of votes {unknown} are unknown" not in pack.readme:
        slips.append(f"README.md: of {votes} votes {unknown} are unknown")
    dissent = sum(row["dissent"] == "yes" for row in pack.rows["lateral_cards"])
    if f"{dissent} cut against" not in pack.readme:
        slips.append(f"README.md: {dissent} cards cut against an article or the obvious reading")
    count = Counter(row["text"] for row in pack.rows["claim_checks"])
    for text, words in BODY_WORDS.items():
        if f"{count[text]} checks ({count[text] * 1000 / words:.1f}" not in pack.readme:
            slips.append(f"README.md: the rate of checks of {text} is not the one counted")
    return slips


# Changes that break them -------------------------------------------------------------------------


def row_of(pack: Pack, table: str, key: str) -> dict[str, str]:
    return next(row for row in pack.rows[table] if row["id"] == key)


def put(table: str, key: str, /, **cells: str) -> Callable[[Pack], None]:
    return lambda pack: row_of(pack, table, key).update(cells)


def cut(table: str, keep: int) -> Callable[[Pack], None]:
    return lambda pack: pack.rows[table].__delitem__(slice(keep, None))


def drop(resource: str, key: str) -> Callable[[Pack], None]:
    return lambda pack: pack.resource(resource).pop(key)


def set_key(resource: str, key: str, value: object) -> Callable[[Pack], None]:
    return lambda pack: pack.resource(resource).__setitem__(key, value)


def no_unit(pack: Pack) -> None:
    pack.resource("brent_monthly")["schema"]["fields"][1].pop("unit")


def only_one_caveat(pack: Pack) -> None:
    pack.resource("vdem_iran")["caveats"] = pack.resource("vdem_iran")["caveats"][:1]


def half_the_checks_of_a(pack: Pack) -> None:
    rows = pack.rows["claim_checks"]
    rows[:] = [row for number, row in enumerate(rows) if row["text"] == "K" or number % 2]


def no_dissent(pack: Pack) -> None:
    for row in pack.rows["lateral_cards"]:
        row["dissent"] = "no"


def more_vdem(pack: Pack) -> None:
    pack.rows["vdem_iran"] *= 2


def no_sco_card(pack: Pack) -> None:
    pack.rows["lateral_cards"][:] = [
        row for row in pack.rows["lateral_cards"] if "ratification" not in row["title"]]


def lost_basis(pack: Pack) -> None:
    pack.rows["unga_ukraine_votes"][0]["basis"] = "none"


def too_many_votes(pack: Pack) -> None:
    pack.rows["unga_ukraine_texts"][0]["yes"] = "180"


def reprice(pack: Pack) -> None:
    for row in pack.rows["brent_monthly"]:
        if row["usd_per_barrel"] == "122.71":
            row["usd_per_barrel"] = "112.71"


def disorder(pack: Pack) -> None:
    pack.rows["events"].reverse()


def retell(pack: Pack) -> None:
    pack.readme = pack.readme.replace("-0.532", "-0.632")


def no_card_of_fink(pack: Pack) -> None:
    pack.rows["source_cards"][:] = [r for r in pack.rows["source_cards"] if "Fink" not in r["name"]]


LONG = " ".join(["word"] * 16)
CASES: list[tuple[Callable[[Pack], list[str]], Callable[[Pack], None], str]] = [
    (described, drop("unga_agreement", "licenses"), "licenses"),
    (described, set_key("events", "licenses", []), "licenses"),
    (described, drop("brent_monthly", "as_of"), "as_of"),
    (described, set_key("brent_monthly", "as_of", "2026-02-30"), "as_of"),
    (described, set_key("strikes_2022_10_10", "sources", [{"title": "x"}]), "publisher"),
    (described, only_one_caveat, "fewer than two"),
    (described, set_key("forecasts", "cannot_show", " "), "cannot_show"),
    (described, drop("iranian_opinion", "tests_claims"), "names no claim"),
    (described, set_key("institutions", "status", "fine"), "status"),
    (described, lambda pack: pack.rows.pop("vdem_iran"), "vdem_iran is missing"),
    (measured, no_unit, "unit is missing"),
    (confirmed, put("events", "E13", note="Exact day to_confirm."), "to_confirm"),
    (confirmed, put("source_cards", "P01", role_as_checked="To be checked."), "To be checked"),
    (confirmed, set_key("events", "title", "TODO"), "TODO"),
    (confirmed, put("khamenei_remark", "KR08", id="KR04"), "first hand"),
    (balanced, half_the_checks_of_a, "add to the lower"),
    (balanced, put("claim_checks", "CA12", text="K"), "different texts"),
    (balanced, lambda pack: pack.descriptor["texts"]["A"].update(body_words=2059), "body words"),
    (enough, cut("events", 34), "events.csv: 34 rows"),
    (enough, cut("claim_checks", 59), "claim_checks.csv: 59 rows"),
    (enough, cut("lateral_cards", 13), "lateral_cards.csv: 13 rows"),
    (enough, no_dissent, "0 dissenting"),
    (enough, no_card_of_fink, "no card for Fink"),
    (enough, more_vdem, "the terms allow"),
    (judged, put("claim_checks", "CK21", verdict="false"), "none of the six"),
    (judged, put("claim_checks", "CK32", table=""), "own_table without a table"),
    (judged, put("claim_checks", "CK32", table="gas_prices"), "not in the pack"),
    (judged, put("claim_checks", "CA12", later_evidence="no"), "later_evidence"),
    (judged, put("claim_checks", "CK26", strength="strong"), "cannot be tested"),
    (judged, put("claim_checks", "CK26", verdict="disputed"), "ends not_checkable"),
    (dated, put("events", "E40", date="2022-10-32"), "no date of the calendar"),
    (dated, put("events", "E40", date="2022-10"), "not written to the day"),
    (dated, put("events", "L47", later="no"), "later does not fit"),
    (dated, put("forecasts", "F08", later="no"), "later does not fit"),
    (dated, put("sources", "eia-brent", retrieved="2031-01-01"), "after the pack was made"),
    (dated, put("iran_russia_trade", "R01", period_end="2018-12"), "ends before it starts"),
    (dated, disorder, "not in order"),
    (foreseen, put("events", "E44", known_to_A="yes"), "cannot surely know"),
    (foreseen, put("events", "E38", known_to_K="yes"), "cannot surely know"),
    (foreseen, put("events", "E33", known_to_K="no"), "could know"),
    (foreseen, put("institutions", "I07", known_to_A="maybe"), "cannot know"),
    (foreseen, put("events", "E43", later="yes"), "starts with L"),
    (sourced, put("claim_checks", "CA12", source="somewhere"), "not in sources.csv"),
    (sourced, put("events", "E40", also="somewhere-else"), "not in sources.csv"),
    (sourced, put("events", "E40", also="brecorder-2022-10-10"), "twice"),
    (sourced, put("sources", "eia-brent", id="eia-new"), "used by no row"),
    (located, put("claim_checks", "CA12", locators="A7.9"), "no A7.9"),
    (located, put("lateral_cards", "SP18", bears_on="A20.1"), "no A20.1"),
    (located, set_key("events", "tests_claims", ["K36.1"]), "no K36.1"),
    (quoted, put("khamenei_remark", "KR08", condition_words=LONG), "longer than 15"),
    (quoted, put("khamenei_remark", "KR13", regret_words="not pleased"), "says is not printed"),
    (quoted, put("claim_checks", "CA06", why=f'He said "{LONG}".'), "quotes more than 15"),
    (carded, put("lateral_cards", "SP18", paraphrase="Too short."), "2 words"),
    (carded, put("lateral_cards", "SP18", link="https://example.org"), "link differs"),
    (carded, put("lateral_cards", "SP18", cuts_against="none"), "dissents from nothing"),
    (carded, no_sco_card, "three steps"),
    (voted, lost_basis, "needs a basis"),
    (voted, too_many_votes, "more votes"),
    (figured, reprice, "122.71 is in no cell"),
    (figured, retell, "-0.632"),
    (figured, cut("events", 40), "events.csv has 40 rows"),
    (figured, half_the_checks_of_a, "the rate of checks of A"),
]
RULES = list(dict.fromkeys(rule for rule, _, _ in CASES))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_pack_keeps_each_rule(pack: Pack, rule: Callable[[Pack], list[str]]):
    assert rule(pack) == []


@pytest.mark.parametrize(
    ("rule", "change", "words"), CASES,
    ids=[f"{rule.__name__}-{words}".replace(" ", "_") for rule, _, words in CASES])
def test_each_rule_names_a_slip_when_it_is_broken(pack: Pack, rule, change, words):
    broken = copy.deepcopy(pack)
    change(broken)
    slips = rule(broken)
    assert any(words in slip for slip in slips), slips


# The package as such -----------------------------------------------------------------------------


def test_frictionless_finds_the_package_valid(folder: Path):
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])


@pytest.mark.parametrize(("table", "old", "new", "kind"), [
    ("brent_monthly", "2022-06,122.71", "2022-06,dear", "type-error"),
    ("claim_checks", ",contradicted,", ",wrong,", "constraint-error"),
    ("unga_ukraine_votes", "68/262,IRN,", "68/262,XYZ,", "foreign-key"),
    ("events", ",brecorder-2022-10-10,", ",brecorder-2022-10-11,", "foreign-key"),
    ("states", "IRN,Iran,state\n", "", "foreign-key"),
    ("lateral_cards", "SP02,", "SP01,", "primary-key"),
])
def test_frictionless_refuses_a_broken_row(
        folder: Path, tmp_path: Path, table: str, old: str, new: str, kind: str):
    copied = shutil.copytree(folder, tmp_path / "evidence")
    path = copied / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    checked = "unga_ukraine_votes" if table == "states" else table
    package = frictionless.Package(str(copied / "datapackage.json"))
    report = package.get_resource(checked).validate()
    assert kind in {code for (code,) in report.flatten(["type"])}


def test_tables_are_plain_utf8_with_unix_line_ends(folder: Path):
    for path in folder.glob("*.csv"):
        raw = path.read_bytes()
        assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\n")
        raw.decode("utf-8")


def test_the_folder_holds_exactly_what_the_descriptor_names(folder: Path, pack: Pack):
    named = {one["path"] for one in pack.descriptor["resources"]}
    assert {path.name for path in folder.iterdir()} == named | {"datapackage.json", "README.md"}
