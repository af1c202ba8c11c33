"""The instructor's side: from a folder of hand-ins to a gradebook, feedback and a table.

    intake      a folder or an archive → a stream of files, each with bytes or a refusal
    keys        the sources of the exercises → what grading one hand-in needs
    grade       bytes and keys → status, reason, points: a pure function
    columns     a table of students in CSV: its rows, and what its columns say
    roster      students from a CSV file; who typed this id and this name
    settle      which file counts, which are late: pure rules over all files of a class
    tables      the tables of a gradebook
    gradebook   how it is opened and upgraded, how errors are told
    inforce     what a gradebook is about: its course, its keys, its deadlines
    people      the students of a gradebook
    evening     an inbox into a gradebook, in one transaction
    results     what each student has: graded anew, with people's marks
    regrade     the scores under a key that has changed, compared and then applied
    platforms   the tables that Canvas and Moodle import, and what had no place in them
    marking     what waits for a marker, levels kept without losing another's (with comments)
    drafts      comments whose level is not chosen yet
    second      the second marker's blind sample, differences and how they are settled
    overrides   points that a person sets, with who and why
    bench       one marker at one gradebook: what the marking desk asks for
    lab         JupyterLab at the marking notebook
    alpha       how far markers agree on the levels of a criterion
    report · export · feedback (with practice: what to do next)
    demo        a made-up class with known truth (with answers: how it answers; planting: what
                is hidden in it to be found; rehearsal: its markers' marks into a gradebook)
    analysis    the class as figures (decisions: who decided what; questions, slips, groups,
                sureness, markers: what is counted; figures: intervals and error rates;
                looks: what to look at first)
    office      all of this for one course and one gradebook; the commands call it

Nothing a student hands in is executed, imported or written to disk as a file.
"""
