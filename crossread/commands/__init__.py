"""The commands, one module a group; each is a few lines that call one function.

A group has ``register(app)``. What a command needs is imported inside it, so that
``crossread --help`` is quick. Public: names, options, and exit codes (0 done,
1 the input has faults, 2 wrong usage).
"""
