"""A badge for a README, as SVG: how many exchanges keep to their contracts, or how many break them."""

from __future__ import annotations

from html import escape

from harness.errors import counted
from harness.report.check import Report
from harness.report.root import Root

_LABEL = "AWS contract"
_GREEN, _YELLOW, _RED = "#2a7d2e", "#8a6100", "#b3261e"
_CHARACTER, _MARGIN = 6.6, 10


def render(report: Report, root: Root) -> str:
    """Write the badge: red for errors and unreadable files, yellow for warnings and for nothing checked."""
    words, colour = _verdict(report)
    left, right = (round(len(text) * _CHARACTER + _MARGIN) for text in (_LABEL, words))
    title = escape(f"{_LABEL}: {words}")
    font = 'font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" fill="#fff" text-anchor="middle"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f'aria-label="{title}">\n'
        f"<title>{title}</title>\n"
        f'<rect width="{left}" height="20" fill="#444"/>\n'
        f'<rect x="{left}" width="{right}" height="20" fill="{colour}"/>\n'
        f'<g {font}><text x="{left / 2}" y="14">{_LABEL}</text>'
        f'<text x="{left + right / 2}" y="14">{escape(words)}</text></g>\n'
        "</svg>\n"
    )


def _verdict(report: Report) -> tuple[str, str]:
    if report.unreadable:
        return f"{counted(len(report.unreadable), 'file')} unreadable", _RED
    if report.errors:
        return counted(len(report.errors), "error"), _RED
    if report.warnings:
        return counted(len(report.warnings), "warning"), _YELLOW
    if not report.checked:
        return "nothing checked", _YELLOW
    return f"{counted(report.checked, 'exchange')} checked", _GREEN
