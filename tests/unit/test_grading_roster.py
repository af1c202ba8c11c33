"""Rosters as learning platforms write them, and who a hand-in belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossread.grading.roster import Listed, Matcher, name_key, read_roster
from crossread.model.record import Student
from crossread.seeds import SeedError

ROSTERS: dict[str, tuple[str, list[Listed]]] = {
    "plain": ("id,name,email\ns1,Ana Brük,ana@x.example\n",
              [Listed("s1", "Ana Brük", "ana@x.example")]),
    "other words": ("Student Number;Surname;First Name;E-Mail\n 17 ;Brük;Ana;ana@x.example\n",
                    [Listed("17", "Ana Brük", "ana@x.example")]),
    "tabs": ("Name\tEmail\nAna Brük\tana@x.example\n",
             [Listed("", "Ana Brük", "ana@x.example")]),
    "Moodle": ('"First name","Last name","ID number","Email address"\nAna,Brük,s1,ana@x.example\n',
               [Listed("s1", "Ana Brük", "ana@x.example")]),
    "Canvas": ('Student,ID,SIS User ID,SIS Login ID\n"   Points Possible",,,\n"Brük, Ana",4,s1,b\n',
               [Listed("s1", "Brük, Ana", "", ("b", "4"))]),
    "Canvas, posted by hand": (
        ('Student,ID,SIS User ID,SIS Login ID,Section,Essay (7)\n,,,,,Manual Posting\n'
         '"    Points Possible",,,,,11\n"Brük, Ana",4,s1,b,,\n"=""=1""",5,s2,c,,\n'),
        [Listed("s1", "Brük, Ana", "", ("b", "4")), Listed("s2", "=1", "", ("c", "5"))]),
    "Moodle, anonymous": ("Identifier,Status,Grade\nParticipant 5001,Submitted,\n",
                          [Listed("Participant 5001", "")]),
    "empty lines and columns": ("id,,name\n\ns1,x,Ana\n,,\n", [Listed("s1", "Ana")]),
    "German, from Excel": (
        "sep=;\r\nMatrikelnummer;Nachname;Vorname;E-Mail-Adresse\r\n17;Brük;Ana;ana@x.example\r\n",
        [Listed("17", "Ana Brük", "ana@x.example")]),
    "Spanish": ("Matrícula,Nombre,Apellidos,Correo electrónico\n17,Ana,Brük,ana@x.example\n",
                [Listed("17", "Ana Brük", "ana@x.example")]),
    "French": ("Numéro d’étudiant;Nom;Prénom;Courriel\n17;Brük;Ana;ana@x.example\n",
               [Listed("17", "Ana Brük", "ana@x.example")]),
    "Moodle in German": ("Vorname,Nachname,ID-Nummer,E-Mail-Adresse\nAna,Brük,s1,ana@x.example\n",
                         [Listed("s1", "Ana Brük", "ana@x.example")]),
    "Canvas without ids of the school, muted": (
        ('Student,ID,SIS Login ID,Section,Essay (7)\n,,,,Muted\n'
         '    Points Possible,,,,100.00\n"Brük, Ana",4,b,A,\n'),
        [Listed("b", "Brük, Ana", "", ("4",))]),
    "Canvas, last and first names, hidden from instructors": (
        ('LastName,FirstName,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section,E (7)'
         '\n,,,,,,,,Manual Posting (scores hidden from instructors)\n'
         '    Points Possible,,,,,,,,11\nBrük,Ana,4,s1,b,,x.example,"A and B",\n'),
        [Listed("s1", "Ana Brük", "", ("b", "4"))]),
    "Moodle's worksheet, groups": (
        ('Identifier,"Full name","Email address",Group,Status,Grade,"Maximum grade","Last modified '
         '(grade)"\n"Participant 5001","Ana Brük",ana@x.example,"Group A",Submitted,,11,-\n'),
        [Listed("", "Ana Brük", "ana@x.example")]),
    "Moodle's worksheet in German": (
        ('ID,"Vollständiger Name",E-Mail-Adresse,Status,Bewertung,"Zuletzt geändert (Bewertung)"\n'
         'Teilnehmer/in5001,"Ana Brük",ana@x.example,,,-\n'),
        [Listed("", "Ana Brük", "ana@x.example")]),
    "Moodle's worksheet in French": (
        ('Identifiant,"Nom complet","Adresse de courriel",Note,"Dernière modification (note)"\n'
         'Participant5001,"Ana Brük",ana@x.example,,-\n'),
        [Listed("", "Ana Brük", "ana@x.example")]),
    "a French roster with user names": ("Identifiant,Nom complet\nabruk,Ana Brük\n",
                                        [Listed("abruk", "Ana Brük")]),
    "short rows": ("id,name,email\ns1\n", [Listed("s1", "")]),
}


@pytest.mark.parametrize("name", ROSTERS)
def test_a_roster_is_read_under_any_common_column_names(name: str, tmp_path: Path):
    text, students = ROSTERS[name]
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        (tmp_path / "r.csv").write_bytes(text.encode(encoding))
        assert list(read_roster(tmp_path / "r.csv")) == students


@pytest.mark.parametrize(("text", "words"), [
    ("", "r.csv:1: has no column for id, email or name (it has: nothing)"),
    ("colour,size\nred,3\n", "it has: colour, size"),
    ("id,name\n", "r.csv:1: names no student"),
    ("id,name\ns1,Ana\ns1,Ben\n", "r.csv:3: names s1 a second time"),
    ("sep=;\nid;name\ns1;Ana\ns1;Ben\n", "r.csv:4: names s1 a second time"),
    ("PK\x03\x04 word", ("r.csv:1: is an Excel or OpenDocument file, or another zip archive, not a "
     "CSV file; open it in your spreadsheet program, save it as CSV")),
    ("id,name,seat\n,,4\n", "r.csv:2: has neither id, e-mail nor name"),
    ('id,name\n"s1,Ana\n' + "x" * 200_000, "r.csv:3: cannot be read as CSV"),
])
def test_a_slip_in_a_roster_is_told_with_its_line(text: str, words: str, tmp_path: Path):
    (tmp_path / "r.csv").write_text(text, "utf-8")
    with pytest.raises(SeedError) as caught:
        read_roster(tmp_path / "r.csv")
    assert words in str(caught.value)


CLASS = (Listed("s1", "Ana Brük", "ana@x.example", ("abruk",)), Listed("s2", "Ben Olsen"),
         Listed("s3", "Chris Lee"), Listed("s4", "Lee, Chris"))


@pytest.mark.parametrize(("id", "name", "found", "why"), [
    ("s1", "Ana Brük", "s1", ""),
    (" S1 ", "somebody", "s1", ""),
    ("abruk", "", "s1", ""),
    ("ANA@x.example", "", "s1", ""),
    ("", "ana@x.example", "s1", ""),
    ("", "bruk ana", "s1", ""),
    ("s9", "Olsen, Ben", "s2", "Matched by name; the id “s9” is not in the roster."),
    ("s1", "Ben Olsen", "s1", "The id is that of Ana Brük, the name that of Ben Olsen (s2)."),
    ("", "Chris Lee", None, "2 students are called Chris Lee"),
    ("s3", "Chris Lee", "s3", ""),
    ("", "Ben Olson", None, "Nearest: Ben Olsen (s2)."),
    ("s22", "", None, "Nearest: Ben Olsen (s2)"),
    ("", "", None, "names no student"),
    ("x", "Nobody Known", None, "Nobody Known (x) is not in the roster."),
])
def test_a_hand_in_is_matched_by_id_then_address_then_name(id: str, name: str, found: str | None,
                                                          why: str):
    match = Matcher.of(CLASS, closed=True).match(Student(id, name))
    assert (match.student.id if match.student else None) == found
    assert why in match.why
    assert bool(match.why) == bool(why)


def test_without_a_roster_whoever_hands_in_is_a_student():
    matcher = Matcher.of((), closed=False)
    first = matcher.match(Student("s1", "Ana Brük")).student
    assert first == Listed("s1", "Ana Brük")
    assert matcher.match(Student("s1", "Ana B.")).student == first
    assert matcher.match(Student("", "Brük Ana")).student == first
    assert matcher.match(Student("s2", "Ana Brük")).student != first  # another id, another person
    assert matcher.match(Student("", " ")).student is None


def test_names_are_compared_without_accents_case_and_order():
    assert name_key("Brük, ANA") == name_key("ana  bruk") == "ana bruk"
    assert name_key("علی رضایی") == name_key("رضایی علی") != ""
