"""The command line: one file a verb, the same words and exit codes everywhere.

Output for programs goes to standard output with `--json`; messages for people go to standard error. Heavy
modules are imported by the verb that needs them.
"""
