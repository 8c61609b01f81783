"""Makes `static/build/inter.woff2` from the installed Inter: Latin, Greek and Cyrillic, one weight axis.

Run by `./dev` and by the container build with the environment's Python: `python -m tools.build_fonts`.
"""

import os
from pathlib import Path

import fontpkg_inter
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

TARGET = Path(__file__).resolve().parent.parent / "static" / "build" / "inter.woff2"
RANGES = [
    (0x0020, 0x024F),  # Latin with its extensions for European languages
    (0x0259, 0x0259),  # ə of Azerbaijani
    (0x02B0, 0x036F),  # modifiers and combining marks
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic with its supplement
    (0x1E00, 0x1EFF),  # Latin of Vietnamese
    (0x2000, 0x206F),  # dashes, quotation marks, spaces
    (0x2070, 0x20CF),  # raised and lowered figures, currency signs
    (0x2100, 0x21FF),  # letter-like signs, arrows
    (0x2200, 0x22FF),  # mathematical signs
    (0x25A0, 0x25FF),  # geometric shapes
    (0x2713, 0x2717),  # ticks and crosses
]
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum", "case", "zero", "frac"]


def build(target: Path = TARGET) -> None:
    """Write the font file whole or not at all."""
    font = TTFont(fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf")
    options = subset.Options(layout_features=FEATURES, flavor="woff2", hinting=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, {"opsz": 14, "wght": (400, 700)})
    font.flavor = "woff2"
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(".part")
    font.save(temporary)
    os.replace(temporary, target)


if __name__ == "__main__":
    build()
