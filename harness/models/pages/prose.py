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
        text = node.astext()
        return escape(
            text if isinstance(node.parent, nodes.literal_block) else text.replace("\n", " "), quote=False
        )
    if isinstance(node, _DROPPED):
        return ""
    content = "".join(map(html, node.children))
    if isinstance(node, nodes.reference) and "refuri" in node:
        return f'<a href="{escape(node["refuri"])}">{content}</a>'
    tag = _TAGS.get(type(node))
    return f"<{tag}>{content}</{tag}>" if tag and content else content
