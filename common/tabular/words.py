"""Word lists kept beside the code (`words.toml` of a package), read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


class WordFile:
    """The word lists of one package: sections of items separated by `|`, and tables of such sections."""

    def __init__(self, package: str) -> None:
        self.package = package

    def set(self, section: str) -> frozenset[str]:
        """The words of a section."""
        return frozenset(self.list(section))

    def list(self, section: str) -> tuple[str, ...]:
        """The words of a section in their order."""
        return _items(_file(self.package)[section])

    def pairs(self, section: str) -> dict[str, str]:
        """A section of `word = the same word` items."""
        return dict(item.split(" = ", 1) for item in _items(_file(self.package)[section]))

    def meanings(self, table: str) -> dict[str, str]:
        """For a table of sections: each word with the name of its section."""
        return {word: name for name, text in _file(self.package)[table].items() for word in _items(text)}


@cache
def _file(package: str) -> dict[str, Any]:
    return tomllib.loads(files(package).joinpath("words.toml").read_text(encoding="utf-8"))


def _items(text: str) -> tuple[str, ...]:
    return tuple(" ".join(item.split()) for item in text.split("|") if item.strip())
