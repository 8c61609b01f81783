"""The overview's pictures as SVG text, the same for page and document.

Pages colour them by class (`static/css/components/overview.css`); the attributes are what a PDF shows. Risk is told by
its word, its pattern and its colour: nothing, dots, lines, crossed lines from low to critical.
"""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from overview.domain.months import Bar, Due
from overview.domain.portfolio import TENTHS, ConfidenceMap, RiskMatrix
from overview.due_view import span_label
from overview.labels import DUE_LABELS
from scoring.charts import mark
from scoring.domain.model import Likelihood
from scoring.labels import CRITICALITY_LABELS, LIKELIHOOD_LABELS

FILLS = {"low": "#e1f1e9", "moderate": "#faf0d7", "high": "#fbe8de", "critical": "#fae2e7"}
INKS = {"low": "#23704d", "moderate": "#7d580a", "high": "#a8400f", "critical": "#9a1a38"}
TEXT = 'class="axis-text" fill="#636971" font-size="11"'


def patterns(prefix: str) -> SafeString:
    """Patterns of the risks, named for one drawing: no two drawings of a document may share a name."""
    drawings = {
        "moderate": '<circle class="dot-moderate" cx="2.5" cy="2.5" r=".8" fill="#c2ac7b"/>',
        "high": '<path class="line-high" d="M0 6L6 0" stroke="#dcaa93" stroke-width=".8"/>',
        "critical": '<path class="line-critical" d="M0 6L6 0M0 0l6 6" stroke="#dda4b1" stroke-width=".8"/>',
    }
    return format_html(
        "<defs>{}</defs>",
        format_html_join(
            "",
            '<pattern id="{}-{}" width="6" height="6" patternUnits="userSpaceOnUse">{}</pattern>',
            ((prefix, risk, mark_safe(drawing)) for risk, drawing in drawings.items()),  # noqa: S308  (our own words)
        ),
    )


MATRIX_LEFT, MATRIX_TOP, CELL_WIDTH, CELL_HEIGHT = 108, 26, 124, 58


def matrix_picture(matrix: RiskMatrix, title: str) -> SafeString:
    """The risk matrix: likelihood downwards, criticality to the right, each cell with its count, share and risk."""
    width = MATRIX_LEFT + 3 * CELL_WIDTH + 2
    height = MATRIX_TOP + len(matrix.rows) * CELL_HEIGHT + 4
    heads = [
        (MATRIX_LEFT + number * CELL_WIDTH + CELL_WIDTH // 2, CRITICALITY_LABELS[cell.rule.criticality])
        for number, cell in enumerate(matrix.rows[0].cells)
    ]
    return format_html(
        '<svg class="chart matrix" viewBox="0 0 {} {}" role="img"><title>{}</title>{}{}{}</svg>',
        width,
        height,
        title,
        patterns("matrix"),
        format_html_join("", f'<text {TEXT} x="{{}}" y="15" text-anchor="middle">{{}}</text>', heads),
        format_html_join("", "{}", ((_matrix_row(matrix, number),) for number in range(len(matrix.rows)))),
    )


def _matrix_row(matrix: RiskMatrix, number: int) -> SafeString:
    row, top = matrix.rows[number], MATRIX_TOP + number * CELL_HEIGHT
    cells = [
        (MATRIX_LEFT + column * CELL_WIDTH, top, cell.rule.risk, cell.count, cell.share)
        for column, cell in enumerate(row.cells)
    ]
    return format_html(
        '<g><svg x="0" y="{}" width="12" height="12">{}</svg><text class="axis-strong" fill="#1a1e23" font-size="12" '
        'x="18" y="{}">{}</text>{}</g>',
        top + CELL_HEIGHT // 2 - 7,
        mark(row.likelihood.value),
        top + CELL_HEIGHT // 2 + 3,
        LIKELIHOOD_LABELS[Likelihood(row.likelihood)],
        format_html_join("", "{}", ((_matrix_cell(*cell),) for cell in cells)),
    )


def _matrix_cell(x: int, y: int, risk: str, count: int, share: int) -> SafeString:
    rect = format_html('x="{}" y="{}" width="{}" height="{}" rx="4"', x + 2, y + 2, CELL_WIDTH - 4, CELL_HEIGHT - 4)
    pattern = format_html('<rect fill="url(#matrix-{})" {}/>', risk, rect) if risk != "low" else ""
    middle = x + CELL_WIDTH // 2
    return format_html(
        '<rect class="risk-{}" fill="{}" {}/>{}'
        '<text class="cell-count{}" fill="{}" font-size="19" font-weight="650" x="{}" y="{}" text-anchor="middle">{}'
        '</text><text class="cell-share" fill="#4c535c" font-size="10.5" x="{}" y="{}" text-anchor="middle">{}</text>',
        risk,
        FILLS.get(risk, "#ffffff"),
        rect,
        pattern,
        f" ink-{risk}" if count else " ink-none",
        INKS.get(risk, "#1a1e23") if count else "#8b877d",
        middle,
        y + 29,
        f"{count:,}",
        middle,
        y + 45,
        f"{risk} · {share // 10}.{share % 10} %" if count else risk,
    )


MAP_LEFT, MAP_TOP, STEP = 52, 10, 40
SHADES = ("#ffffff", "#eceff2", "#cfd8df", "#a9bac6", "#7d97a8", "#507289")
"""From nobody to most, on the light page; dark pages take theirs by class."""


def confidence_picture(found: ConfidenceMap, title: str, unproven_under: int) -> SafeString:
    """Score upwards, confidence to the right, darker where more scopes are; hatched where evidence is too little."""
    side = TENTHS * STEP
    zone = side * unproven_under // 100
    bins = [(score, confidence) for score in range(TENTHS) for confidence in range(TENTHS)]
    return format_html(
        '<svg class="chart confidence" viewBox="0 0 {} {}" role="img"><title>{}</title>{}'
        '<rect class="zone" fill="url(#confidence-unknown)" x="{}" y="{}" width="{}" height="{}"/>{}'
        '<line class="zone-edge" stroke="#5f6770" stroke-width="1.5" stroke-dasharray="4 3" '
        'x1="{}" x2="{}" y1="{}" y2="{}"/>'
        "{}{}</svg>",
        MAP_LEFT + side + 14,
        MAP_TOP + side + 48,
        title,
        _unknown("confidence"),
        MAP_LEFT,
        MAP_TOP,
        zone,
        side,
        format_html_join("", "{}", ((_bin(found, *one),) for one in bins)),
        MAP_LEFT + zone,
        MAP_LEFT + zone,
        MAP_TOP,
        MAP_TOP + side,
        _map_axes(side),
        format_html(
            f'<text {TEXT} x="{{}}" y="{{}}">too little evidence</text><text {TEXT} x="{{}}" y="{{}}">enough</text>',
            MAP_LEFT,
            MAP_TOP + side + 42,
            MAP_LEFT + zone + 6,
            MAP_TOP + side + 42,
        ),
    )


def _unknown(prefix: str) -> SafeString:
    """Hatching of what nobody knows, for a drawing that stands alone."""
    return format_html(
        '<defs><pattern id="{}-unknown" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="hatch-line" stroke="#cfcbc1" stroke-width="1.4" d="M0 0v5"/>'
        "</pattern></defs>",
        prefix,
    )


def _bin(found: ConfidenceMap, score: int, confidence: int) -> SafeString:
    number = found.at(score, confidence)
    if not number:
        return mark_safe("")
    shade = 1 + (len(SHADES) - 2) * number // found.most
    x, y = MAP_LEFT + confidence * STEP, MAP_TOP + (TENTHS - 1 - score) * STEP
    return format_html(
        '<rect class="shade-{0}" fill="{1}" stroke="#ffffff" x="{2}" y="{3}" width="{4}" height="{4}" rx="3"/>'
        '<text class="shade-text-{0}" fill="{5}" font-size="10.5" x="{6}" y="{7}" text-anchor="middle">{8}</text>',
        shade,
        SHADES[shade],
        x + 1,
        y + 1,
        STEP - 2,
        "#ffffff" if shade >= 4 else "#1a1e23",
        x + STEP // 2,
        y + STEP // 2 + 4,
        brief(number),
    )


def _map_axes(side: int) -> SafeString:
    upwards = [(MAP_TOP + (TENTHS - step) * STEP + 4, 10 * step) for step in range(0, TENTHS + 1, 2)]
    across = [(MAP_LEFT + step * STEP, 10 * step) for step in range(0, TENTHS + 1, 2)]
    return format_html(
        f'{{}}{{}}<text {TEXT} x="2" y="{{}}">score</text>'
        f'<text {TEXT} x="{{}}" y="{{}}" text-anchor="end">confidence, %</text>',
        format_html_join("", f'<text {TEXT} x="{MAP_LEFT - 8}" y="{{}}" text-anchor="end">{{}}</text>', upwards),
        format_html_join(
            "", f'<text {TEXT} x="{{}}" y="{MAP_TOP + side + 16}" text-anchor="middle">{{}}</text>', across
        ),
        MAP_TOP + 4 + STEP,
        MAP_LEFT + side,
        MAP_TOP + side + 42,
    )


def brief(number: int) -> str:
    """A count that fits a small cell: 950, 1.2k, 13k."""
    if number < 1_000:
        return str(number)
    return f"{number // 1_000}.{number % 1_000 // 100}k" if number < 10_000 else f"{number // 1_000}k"


DUE_FILLS = {
    Due.CERTIFICATE: ("#4c535c", ""),
    Due.VERIFICATION: ("#ffffff", "#4c535c"),
    Due.AUDIT: ("#a9bac6", ""),
    Due.FINDING: ("url(#due-finding)", "#a8400f"),
    Due.ACTION: ("#14567a", ""),
    Due.DOCUMENT: ("url(#due-document)", "#7d580a"),
}
"""Fill and outline of each kind: they differ in lightness and pattern, so that they print in grey."""
DUE_LEFT, DUE_TOP, DUE_HIGH, DUE_WIDE, DUE_STEP = 44, 16, 180, 34, 56


def due_picture(bars: Sequence[Bar], title: str) -> SafeString:
    """Stacked bars: what is overdue, set apart, then a bar for each month, with a legend below."""
    width = DUE_LEFT + len(bars) * DUE_STEP + 20
    most = max((bar.total for bar in bars), default=0) or 1
    return format_html(
        '<svg class="chart due" viewBox="0 0 {} {}" role="img"><title>{}</title><defs><pattern id="due-finding" '
        'width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 6L6 0" class="due-hatch" stroke="#a8400f" '
        'stroke-width="1.6"/></pattern><pattern id="due-document" width="5" height="5" patternUnits="userSpaceOnUse">'
        '<circle class="due-dot" cx="2.5" cy="2.5" r="1" fill="#7d580a"/></pattern></defs>'
        '<line class="axis" stroke="#c3bfb6" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        "{}{}</svg>",
        width,
        DUE_TOP + DUE_HIGH + 62,
        title,
        DUE_LEFT - 8,
        width - 8,
        DUE_TOP + DUE_HIGH,
        DUE_TOP + DUE_HIGH,
        format_html_join("", "{}", ((_due_bar(bar, number, most),) for number, bar in enumerate(bars))),
        _due_legend(),
    )


def _due_bar(bar: Bar, number: int, most: int) -> SafeString:
    x = DUE_LEFT + number * DUE_STEP + (12 if number else 0)
    pieces, up = [], 0
    for kind, count in bar.counts:
        if count:
            high = max(2, DUE_HIGH * count // most)
            up += high
            pieces.append((_due_piece(kind, x, DUE_TOP + DUE_HIGH - up, DUE_WIDE, high),))
    first, _, year = span_label(bar.span).partition(" ")
    return format_html(
        '{}<text class="axis-strong" fill="#1a1e23" font-size="12" x="{}" y="{}" text-anchor="middle">{}</text>'
        f'<text {TEXT} x="{{}}" y="{{}}" text-anchor="middle">{{}}</text>'
        f'<text {TEXT} x="{{}}" y="{{}}" text-anchor="middle">{{}}</text>',
        format_html_join("", "{}", pieces),
        x + DUE_WIDE // 2,
        DUE_TOP + DUE_HIGH - up - 5,
        brief(bar.total) if bar.total else "",
        x + DUE_WIDE // 2,
        DUE_TOP + DUE_HIGH + 15,
        first,
        x + DUE_WIDE // 2,
        DUE_TOP + DUE_HIGH + 29,
        year,
    )


def _due_piece(kind: Due, x: int, y: int, width: int, height: int) -> SafeString:
    fill, stroke = DUE_FILLS[kind]
    line = format_html('stroke="{}"', stroke) if stroke else ""
    return format_html(
        '<rect class="due-{}" fill="{}" {} x="{}" y="{}" width="{}" height="{}"/>',
        kind.value,
        fill,
        line,
        x,
        y,
        width,
        height,
    )


def _due_legend() -> SafeString:
    top, places = DUE_TOP + DUE_HIGH + 44, (DUE_LEFT - 8, 166, 286, 396, 492, 630)
    rows = (
        (_due_piece(kind, x, top, 12, 12), x + 18, top + 10, DUE_LABELS[kind])
        for kind, x in zip(Due, places, strict=True)
    )
    return format_html_join("", f'{{}}<text {TEXT} x="{{}}" y="{{}}">{{}}</text>', rows)
