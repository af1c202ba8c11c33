"""The instructor's side: from a folder of hand-ins to a gradebook, feedback and a table.

A run of grading:

    intake        a folder or an archive → a stream of files, each with bytes or a refusal
    lms           what a platform writes into a file's name: who sent it, and LATE
    times         when the platform received a file, from its table
    plain         text from outside, made safe to store, to print and to sort by
    columns       a table of students in CSV: its rows, and what its columns say
    roster        students from a CSV file; who typed this id and this name
    keys          the sources of the exercises → what grading one hand-in needs
    proof         what must hold of a key before anybody is graded with it
    grade         bytes and keys → status, reason, points: a pure function
    settle        which file counts, which are late: pure rules over all files of a class
    evening       an inbox into a gradebook, in one transaction
    spread        the same grading on a Dask cluster
    news          what a run changed for files that were in the gradebook before

The gradebook:

    tables        its tables
    gradebook     how it is opened and upgraded, how errors are told
    inforce       what it is about: its course, its keys, its deadlines
    people        its students
    results       what each student has: graded anew, with people's marks
    regrade       the scores under a key that has changed, compared and then applied
    overrides     points that a person sets, with who and why
    erase         one student's data taken out of it

Marking by people:

    marking       what waits for a marker, levels kept without losing another's
    bench         one marker at one gradebook: what the marking desk asks for
    comments      comments that a marker keeps for reuse
    drafts        comments whose level is not chosen yet
    second        the second marker's blind sample, differences and how they are settled
    alpha         how far markers agree on the levels of a criterion
    lab           JupyterLab at the marking notebook

What leaves it:

    feedback      one page a student
    practice      what to practise next, for that page
    sealed        how such a page is whole in one file
    export        the gradebook as one table
    platforms     the tables that Canvas and Moodle import, and what had no place in them
    late          what being late costs, when points leave the gradebook

The class, looked at:

    report        every file by status, points by exercise, facts to look at
    similar       written answers of two students that share many words
    similar_page  those answers side by side, on a page
    pace          minutes by lesson as a class reports them
    analysis      the class as figures, from the modules below
    decisions     who decided what, row by row
    questions     how hard and how telling the questions are
    slips         which misconceptions a class shows
    groups        how consistent an exercise is; the class by objective and by text
    sureness      how sure students were, and how right
    markers       how severe each marker is, and agreement by criterion
    figures       intervals and error rates
    looks         what to look at first

A made-up class:

    demo          hand-ins with known truth
    answers       how its learners answer
    planting      what is hidden in it to be found
    demo_forms    the class as Canvas and Moodle would export it
    rehearsal     its markers' marks into a gradebook

    office        all of this for one course and one gradebook; the commands call it

Nothing a student hands in is executed, imported or written to disk as a file.
"""
