"""Which character encoding a text file is in.

Byte order marks and valid UTF-8 are certain. Everything else is weighed: double-byte encodings by how many of
their characters are everyday ones, single-byte encodings by whether letters stand where letters belong. What
this cannot tell is left to charset-normalizer, and a person can correct the answer on the page.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

SAMPLE_BYTES = 256 * 1024
CHOICES = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "utf-16-le": "Unicode (UTF-16, little-endian)",
    "utf-16-be": "Unicode (UTF-16, big-endian)",
    "cp1252": "Western European (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "mac-roman": "Western European (Macintosh)",
    "gb18030": "Chinese, simplified (GB18030)",
    "big5": "Chinese, traditional (Big5)",
    "cp932": "Japanese (Shift-JIS)",
    "euc-kr": "Korean (EUC-KR)",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = ("cp1252", "cp1250", "cp1254", "mac-roman")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_WORD = re.compile(r"[^\W\d_]+")
_SIGN_IN_WORD = re.compile(r"[a-z][^\x00-\x7f\w’‘“”–—°º²³®™«»…](?=[a-z\W])|\ufffd")
_CAPITAL_IN_WORD = re.compile(r"[a-z]([^\x00-\x7f\W\d_])(?=[a-z\W]|$)")
_CENTRAL = re.compile(rb"[a-z][\x9a\x9e\xb3\xb9\xbf\x9c]|[\x9a\x9e\xb3\xb9\xbf\x9c][a-z]")
_CENTRAL_TOO = re.compile(rb"[\xe8\xec\xf8\xf9\xea\xe6\xf1\xf3]")
_CZECH = re.compile(rb"[\x8a\x8e\x9a\x9e\xc8\xd8\xe8\xec\xef\xf2\xf8\xf9]")
_TURKISH = re.compile(rb"[a-z][\xf0\xfd\xfe]|[\xfd\xfe][a-z]|\xdd[a-zA-Z]|[\xd0\xde][A-Z]")


@dataclass(frozen=True)
class Encoding:
    """The encoding of a file, and whether there is no doubt about it."""

    name: str
    certain: bool


def recognise_encoding(data: bytes) -> Encoding:
    """The encoding of the file's bytes. Never fails; a doubtful answer is not `certain`."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Encoding(name, certain=True)
    sample = data[:SAMPLE_BYTES]
    if wide := _wide_without_mark(sample):
        return Encoding(wide, certain=True)
    if _decodes(data, "utf-8"):
        return Encoding("utf-8", certain=True)
    return Encoding(_legacy(sample), certain=False)


def decode(data: bytes, encoding: str) -> tuple[str, int]:
    """The text, and how many characters could not be read (they show as �). Marks and NULs are dropped."""
    text = data.decode(encoding, errors="replace").lstrip("\ufeff").replace("\x00", "")
    return text, text.count("\ufffd")


def _wide_without_mark(sample: bytes) -> str | None:
    even, odd = sample[0::2], sample[1::2]
    if len(odd) < 4:
        return None
    zero_even, zero_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if max(zero_even, zero_odd) < 0.05 or min(zero_even, zero_odd) * 4 > max(zero_even, zero_odd):
        return None
    encoding = "utf-16-le" if zero_odd > zero_even else "utf-16-be"
    return encoding if "\n" in _decode_sample(sample, encoding) else None  # else: ordinary text with stray NULs


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _legacy(sample: bytes) -> str:
    return _double_byte(sample) or _other_script(sample) or _single_byte(sample)


def _high_pairs(sample: bytes) -> Iterator[tuple[int, int]]:
    for run in _HIGH_RUN.findall(sample):
        yield from zip(run[0::2], run[1::2], strict=False)


def _double_byte(sample: bytes) -> str | None:
    """Chinese, Japanese or Korean by the share of everyday characters; None when the bytes are something else."""
    scores = {name: _everyday_share(sample, name) for name in ("gb18030", "big5", "cp932")}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < 0.75:
        return None
    return "euc-kr" if best == "gb18030" and _looks_korean(sample) else best


def _looks_korean(sample: bytes) -> bool:
    """Hangul fills the lead bytes B0–C8 only; Chinese text of any length also uses C9–F7."""
    leads = [lead for lead, trail in _high_pairs(sample) if trail >= 0xA1]
    return len(leads) >= 6 and sum(0xB0 <= lead <= 0xC8 for lead in leads) / len(leads) > 0.95


def _everyday_share(sample: bytes, encoding: str) -> float:
    text = _decode_sample(sample, encoding)
    wide = [character for character in text if ord(character) > 0x7F]
    if not wide:
        return 0.0
    everyday = sum(1 for character in wide if _is_everyday(character, encoding))
    return everyday / len(wide)


def _is_everyday(character: str, encoding: str) -> bool:
    if character in "，。、；：（）《》“”「」・ー　·":
        return True
    try:
        raw = character.encode(encoding)
    except UnicodeEncodeError:
        return False
    if len(raw) != 2:
        return False
    lead, trail = raw
    if encoding == "gb18030":  # first level of GB 2312: 3,755 characters
        return 0xB0 <= lead <= 0xD7 and trail >= 0xA1
    if encoding == "big5":  # frequently used characters
        return 0xA4 <= lead <= 0xC6
    return lead in (0x82, 0x83) or (0x88 <= lead <= 0x97)  # kana and first level of JIS


def _other_script(sample: bytes) -> str | None:
    """Cyrillic or Greek: whole words of high letters, none of them mixed with Latin ones."""
    for encoding, first, last in (("cp1251", "Ѐ", "ӿ"), ("cp1253", "Ͱ", "Ͽ")):
        words = [word for word in _WORD.findall(_decode_sample(sample, encoding)) if not word.isascii()]
        own = [word for word in words if len(word) > 2 and all(first <= letter <= last for letter in word)]
        if len(words) >= 2 and len(own) / len(words) > 0.7 and _vowel_share("".join(own)) > 0.25:
            return encoding
    return None


def _vowel_share(text: str) -> float:
    return sum(letter in "аеиоуыэюяіАЕИОУЫЭЮЯІαεηιουωάέήίόύώΑΕΗΙΟΥΩ" for letter in text) / max(1, len(text))


def _single_byte(sample: bytes) -> str:
    """Western unless the bytes are typical of another page, or another one puts fewer odd letters inside words."""
    if (len(_CENTRAL.findall(sample)) >= 2 and _CENTRAL_TOO.search(sample)) or len(set(_CZECH.findall(sample))) >= 3:
        return "cp1250"
    if len(_TURKISH.findall(sample)) >= 2:
        return "cp1254"
    odd = {name: _oddities(_decode_sample(sample, name)) for name in _SINGLE_BYTE}
    best = min(_SINGLE_BYTE, key=lambda name: odd[name])
    if odd[best] == odd["cp1252"]:
        return "cp1252"
    guess = from_bytes(sample, cp_isolation=[*CHOICES]).best() if odd[best] else None
    return guess.encoding.replace("_", "-") if guess else best


def _oddities(text: str) -> int:
    """Signs and capitals in the middle of words."""
    capitals = sum(letter.isupper() for letter in _CAPITAL_IN_WORD.findall(text))
    return int(len(_SIGN_IN_WORD.findall(text)) + capitals)


def _decode_sample(sample: bytes, encoding: str) -> str:
    return sample.decode(encoding, errors="replace")
