"""The rules. Each is a generator: rule(tree) yields Finding. A rule's docstring is what `--list` says of it."""

from typing import NamedTuple


class Finding(NamedTuple):
    path: str
    line: int  # 0: the file as a whole
    message: str


# Filled by the decorator below, in the order in which the modules are imported.
RULES = {}


def rule(function):
    RULES[function.__name__] = function
    return function
