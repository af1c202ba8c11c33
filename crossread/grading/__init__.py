"""The instructor's side: from a folder of hand-ins to a gradebook, feedback and a table.

    intake      a folder or an archive → a stream of files, each with bytes or a refusal
    keys        the sources of the exercises → what grading one hand-in needs
    grade       bytes and keys → status, reason, points: a pure function
    roster      a list of students from a CSV file; who handed this in
    settle      which file counts, which are late: rules over all files of a class
    gradebook   the tables, and what is in them
    evening     all of it once, in one transaction
    report · export · feedback · demo

Nothing a student hands in is executed, imported or written to disk as a file.
"""
