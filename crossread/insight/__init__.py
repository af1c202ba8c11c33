"""The class as a page with charts, for an instructor; it needs matplotlib, which grading does not.

    pictures    the charts of the page, each with words beside it
    page        the whole page: what to look at first, then every figure in tables
"""
