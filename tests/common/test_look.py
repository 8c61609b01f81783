"""The look keeps its promises: contrasts, no inline style or script, tokens that the PDF renderer can read."""

import re
from pathlib import Path

import pytest
import tinycss2

ROOT = Path(__file__).resolve().parents[2]
TOKENS = (ROOT / "static/css/tokens.css").read_text()
PAIRS = dict(re.findall(r"--([\w-]+): light-dark\((.+?)\);", TOKENS))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def colour(name, scheme):
    """(r, g, b) of a token in a scheme (0 light, 1 dark)."""
    hexed = re.findall(r"#[0-9a-f]{6}", PAIRS[name])[scheme]
    return tuple(int(hexed[i : i + 2], 16) / 255 for i in (1, 3, 5))


def luminance(rgb):
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first, second, scheme):
    high, low = sorted((luminance(colour(first, scheme)), luminance(colour(second, scheme))), reverse=True)
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("ground", "sheet", "sunken")
TEXT = [(ink, ground) for ink in ("ink", "ink-2", "ink-3", "accent", "accent-strong") for ground in GROUNDS]
RISK = ("low", "moderate", "high", "critical")
TEXT += [(risk, ground) for risk in (*RISK, "unproven") for ground in ("ground", "sheet", "row-hover")]
TEXT += [(risk, f"{risk}-wash") for risk in RISK] + [("ink", f"{risk}-wash") for risk in RISK]
TEXT += [("accent-ink", "accent"), ("accent", "accent-wash"), ("accent-strong", "accent-wash"), ("ink", "raised")]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_has_the_contrast_of_aa(ink, ground, scheme):
    assert contrast(ink, ground, scheme) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), [("edge-input", "sheet"), ("edge-input", "ground"), ("bar", "bar-track")])
def test_what_must_be_seen_without_being_text_has_three_to_one(line, ground, scheme):
    assert contrast(line, ground, scheme) >= 3


def test_tokens_use_nothing_that_the_pdf_renderer_ignores():
    code = re.sub(r"/\*.*?\*/", "", TOKENS, flags=re.DOTALL)
    assert "color-mix" not in code
    assert not re.search(r"\d(px|%|rem) [\d.]+(px|%|rem)", code)


def page_templates():
    return [path for path in TEMPLATES if not {"mail", "email"} & set(path.parts)]


@pytest.mark.parametrize("path", page_templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_holds_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_stay_short(path):
    assert len(path.read_text().splitlines()) <= 150


def test_no_mail_loads_anything():
    mails = [path for path in TEMPLATES if {"mail", "email"} & set(path.parts)]
    assert mails
    assert not [path for path in mails if re.search(r"<img|<link|<script|url\(|@import", path.read_text())]


def test_every_style_sheet_is_imported_once():
    main = (ROOT / "static/css/vetted.css").read_text()
    imported = re.findall(r'@import url\("([^"]+)"\)', main)
    there = {path.relative_to(ROOT / "static/css").as_posix() for path in (ROOT / "static/css").rglob("*.css")}
    own = {name for name in there if not name.startswith("print") and name != "vetted.css"}
    assert len(imported) == len(set(imported))
    assert set(imported) <= there
    assert {name for name in own if name.startswith("components/")} <= set(imported)


def broken(rules):
    """What a browser would throw away of a list of rules, also inside @media and @layer."""
    for rule in rules:
        if rule.type == "error":
            yield f"line {rule.source_line}: {rule.message}"
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in ("media", "layer"):
            yield from broken(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))


@pytest.mark.parametrize("path", sorted((ROOT / "static/css").rglob("*.css")), ids=lambda path: path.name)
def test_every_rule_of_a_style_sheet_is_one(path):
    rules = tinycss2.parse_stylesheet(path.read_text(), skip_comments=True, skip_whitespace=True)
    assert list(broken(rules)) == []
