"""The picture of a comparison: one row of bars for each program and size, four figures side by side. Plain SVG."""

from html import escape

ROW, NAME, PANEL, TOP = 26, 300, 210, 56
PANELS = (
    ("cpu", "CPU seconds"),
    ("error2", "error of counts of two answers, %"),
    ("suppressed2", "of them suppressed, %"),
    ("made_up2", "of them made up, %"),
)
OURS, THEIRS = "#0f6b5c", "#b08d57"


def picture(rows: list[dict], epsilon: float) -> str:
    """SVG with bars in proportion within each panel; every figure stands beside its bar."""
    width, height = NAME + PANEL * len(PANELS) + 20, TOP + ROW * len(rows) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="13" role="img" aria-label="Ours and pac-synth at ε {epsilon:g}; the table has the same figures">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="10" y="20" font-weight="bold">The same made-up people, ε {epsilon:g}; shorter is better</text>',
    ]
    for column, (figure, title) in enumerate(PANELS):
        x, most = NAME + PANEL * column, max(row[figure] for row in rows) or 1
        parts.append(f'<text x="{x}" y="{TOP - 10}" fill="#444">{escape(title)}</text>')
        for place, row in enumerate(rows):
            y, length = TOP + ROW * place, (PANEL - 70) * row[figure] / most
            colour = OURS if row["program"].startswith("ours") else THEIRS
            parts.append(f'<rect x="{x}" y="{y}" width="{max(1, length):.1f}" height="{ROW - 9}" fill="{colour}"/>')
            parts.append(f'<text x="{x + max(1, length) + 5:.1f}" y="{y + 13}">{row[figure]:.3g}</text>')
    for place, row in enumerate(rows):
        name = f"{row['people']:,} people, {row['program'].split(' (')[0]}"
        parts.append(f'<text x="10" y="{TOP + ROW * place + 13}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])
