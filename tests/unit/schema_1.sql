CREATE TABLE schema_version (version INTEGER NOT NULL, applied TEXT NOT NULL, PRIMARY KEY (version));
CREATE TABLE course (id TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (id));
CREATE TABLE deadline (exercise TEXT NOT NULL, due TEXT NOT NULL, PRIMARY KEY (exercise));
CREATE TABLE student (
  id INTEGER NOT NULL, "key" TEXT NOT NULL, student_id TEXT NOT NULL, name TEXT NOT NULL,
  email TEXT NOT NULL, also TEXT NOT NULL, listed INTEGER NOT NULL,
  PRIMARY KEY (id), UNIQUE ("key"));
CREATE TABLE key_version (
  id INTEGER NOT NULL, exercise TEXT NOT NULL, "key" BLOB NOT NULL, added TEXT NOT NULL,
  reason TEXT NOT NULL, PRIMARY KEY (id));
CREATE TABLE submission (
  id INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, status TEXT NOT NULL,
  reason TEXT NOT NULL, minutes_late INTEGER, own TEXT NOT NULL, why TEXT NOT NULL,
  exercise TEXT NOT NULL, student INTEGER, matched TEXT NOT NULL, typed_id TEXT NOT NULL,
  typed_name TEXT NOT NULL, install TEXT NOT NULL, made TEXT NOT NULL, received TEXT NOT NULL,
  raw BLOB, PRIMARY KEY (id), UNIQUE (name, digest), FOREIGN KEY(student) REFERENCES student (id));
CREATE TABLE override (
  id INTEGER NOT NULL, student INTEGER NOT NULL, exercise TEXT NOT NULL, points FLOAT NOT NULL,
  who TEXT NOT NULL, why TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (id),
  FOREIGN KEY(student) REFERENCES student (id));
CREATE TABLE mark (
  submission INTEGER NOT NULL, criterion TEXT NOT NULL, marker TEXT NOT NULL,
  second INTEGER NOT NULL, level INTEGER NOT NULL, comment TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (submission, criterion, marker), FOREIGN KEY(submission) REFERENCES submission (id));
INSERT INTO schema_version VALUES (1, '2031-05-01T08:00:00Z');
INSERT INTO course VALUES ('lake', 'The lake');
INSERT INTO deadline VALUES ('01', '2031-05-05T12:00:00Z');
INSERT INTO student VALUES (1, 'id:s1', 's1', 'Ana Brük', 'ana@x.example', '', 1);
INSERT INTO student VALUES (2, 'id:s2', 's2', 'Ben Olsen', '', '', 1);
