"""Word lists kept beside the code (`words.toml`), read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def word_set(section: str) -> frozenset[str]:
    """The words of a section."""
    return frozenset(word_list(section))


def word_list(section: str) -> tuple[str, ...]:
    """The words of a section in their order."""
    return _items(_file()[section])


def word_pairs(section: str) -> dict[str, str]:
    """A section of `word = the same word` items."""
    return dict(item.split(" = ", 1) for item in _items(_file()[section]))


def word_meanings(table: str) -> dict[str, str]:
    """For a table of sections: each word with the name of its section."""
    return {word: name for name, text in _file()[table].items() for word in _items(text)}


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def _items(text: str) -> tuple[str, ...]:
    return tuple(" ".join(item.split()) for item in text.split("|") if item.strip())
