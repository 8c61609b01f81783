"""The word lists of the supplier import (`words.toml`)."""

from common.tabular.words import WordFile

_WORDS = WordFile(__package__)
word_set = _WORDS.set
word_list = _WORDS.list
word_pairs = _WORDS.pairs
word_meanings = _WORDS.meanings
