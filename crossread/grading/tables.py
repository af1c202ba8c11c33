"""The tables of a gradebook; SCHEMA in ``gradebook`` counts their versions.

A table or a column that a later schema added says so. Times are UTC, ISO 8601.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

tables = sa.MetaData()

schema_version = Table(
    "schema_version", tables,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("applied", Text, nullable=False))

course = Table(
    "course", tables,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False))

deadline = Table(
    "deadline", tables,
    Column("exercise", Text, primary_key=True),
    Column("due", Text, nullable=False))  # UTC, ISO 8601

arrival = Table(  # since schema 4: when the platform received what counts
    "arrival", tables,
    Column("student", ForeignKey("student.id"), primary_key=True),
    Column("exercise", Text, primary_key=True),
    Column("at", Text, nullable=False))

student = Table(
    "student", tables,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False, unique=True),  # roster.Listed.key
    Column("student_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("also", Text, nullable=False),  # other ids, one a line
    Column("listed", Integer, nullable=False))  # 1: in the roster, 0: known from a hand-in

key_version = Table(
    "key_version", tables,
    Column("id", Integer, primary_key=True, autoincrement=False),  # the highest is in force
    Column("exercise", Text, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("added", Text, nullable=False),
    Column("reason", Text, nullable=False))

submission = Table(
    "submission", tables,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),  # path in the inbox
    Column("digest", Text, nullable=False),  # SHA-256 of the file, "" when it was not read
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("minutes_late", Integer),
    Column("own", Text, nullable=False),  # the status by itself, whatever other files say
    Column("why", Text, nullable=False),
    Column("exercise", Text, nullable=False),
    Column("student", ForeignKey("student.id")),
    Column("matched", Text, nullable=False),
    Column("typed_id", Text, nullable=False),
    Column("typed_name", Text, nullable=False),
    Column("install", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("received", Text, nullable=False),
    Column("raw", LargeBinary),  # the hand-in; NULL for a file that is none
    sa.UniqueConstraint("name", "digest"))

mark = Table(
    "mark", tables,
    Column("submission", ForeignKey("submission.id"), primary_key=True),
    Column("criterion", Text, primary_key=True),
    Column("marker", Text, primary_key=True),
    Column("second", Integer, nullable=False),  # 1: a second marker's, for agreement only
    Column("level", Integer, nullable=False),
    Column("comment", Text, nullable=False),
    Column("at", Text, nullable=False),
    # Since schema 3: counts what was saved for a row, by whomever; the highest is in force.
    Column("turn", Integer, nullable=False, server_default="0"))

override = Table(
    "override", tables,
    Column("id", Integer, primary_key=True, autoincrement=False),  # the highest is in force
    Column("student", ForeignKey("student.id"), nullable=False),
    Column("exercise", Text, nullable=False),
    Column("points", sa.Float, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Text, nullable=False),
    # Since schema 3: 1 takes the overrides before it back; ``points`` then means nothing.
    Column("lifted", Integer, nullable=False, server_default="0"))

regrade = Table(  # since schema 2
    "regrade", tables,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("exercises", Text, nullable=False),  # ids, separated by blanks
    Column("moved", Integer, nullable=False),  # how many results moved
    Column("record", LargeBinary, nullable=False))  # what moved and why, as JSON

settled = Table(  # since schema 3: the level that two markers agreed on in the end
    "settled", tables,
    Column("id", Integer, primary_key=True, autoincrement=False),  # the highest is in force
    Column("submission", ForeignKey("submission.id"), nullable=False),
    Column("criterion", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Text, nullable=False))

flag = Table(  # since schema 3: work that needs a second look, until somebody has looked
    "flag", tables,
    Column("submission", ForeignKey("submission.id"), primary_key=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False))

own_comment = Table(  # since schema 3: comments that a marker keeps for reuse
    "own_comment", tables,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("exercise", Text, nullable=False),
    Column("criterion", Text, nullable=False),
    Column("marker", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False))

draft = Table(  # since schema 5: a comment whose marker has not chosen a level yet
    "draft", tables,
    Column("submission", ForeignKey("submission.id"), primary_key=True),
    Column("criterion", Text, primary_key=True),
    Column("marker", Text, primary_key=True),
    Column("second", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False))

setting = Table(  # since schema 6: what everybody at this gradebook agrees on
    "setting", tables,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False))

reveal = Table(  # since schema 3: whose name a marker asked to see
    "reveal", tables,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("submission", ForeignKey("submission.id"), nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False))
