"""Documentation as HTML, the form in which botocore's service descriptions hold it.

Whatever reads a model's documentation therefore reads a page's. Each top-level piece is one *block*.
"""

from __future__ import annotations

from html import escape

from docutils import nodes

_TAGS: dict[type[nodes.Node], str] = {
    nodes.paragraph: "p",
    nodes.literal: "code",
    nodes.literal_block: "pre",
    nodes.emphasis: "i",
    nodes.strong: "b",
    nodes.bullet_list: "ul",
    nodes.enumerated_list: "ol",
    nodes.list_item: "li",
    nodes.note: "note",
    nodes.warning: "important",
    nodes.danger: "important",
}
_DROPPED = (nodes.system_message, nodes.target, nodes.comment, nodes.substitution_definition)


def html(node: nodes.Node) -> str:
    """Return one docutils node as HTML; what HTML has no word for here keeps its text only."""
    if isinstance(node, nodes.Text):
        return escape(node.astext(), quote=False)
    if isinstance(node, _DROPPED):
        return ""
    content = "".join(map(html, node.children))
    if isinstance(node, nodes.reference) and "refuri" in node:
        return f'<a href="{escape(node["refuri"])}">{content}</a>'
    tag = _TAGS.get(type(node))
    return f"<{tag}>{content}</{tag}>" if tag and content else content


def paragraph(text: str) -> str:
    """Return plain text as one HTML paragraph."""
    return f"<p>{escape(text, quote=False)}</p>"


def bullets(items: list[str]) -> str:
    """Return HTML items as one HTML list, ``""`` when there are none."""
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>" if items else ""
