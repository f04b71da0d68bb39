"""Edit decoded values: parameters, results, and CBOR bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.message.place import Place, Style, called, inside, item, key_of, labelled, renamed

if TYPE_CHECKING:
    from harness.message.editor import Editor


def edit_tree(place: Place, value: Any, editor: Editor, style: Style) -> Any:
    """Edit every scalar of a decoded value, and the keys of its maps.

    Args:
        place: where the value stands.
        value: what `json.loads` or `cbor2.loads` give.
        editor: what replaces what.
        style: how the value's keys name members.

    Returns:
        The value itself if nothing in it was changed, else a new one.
    """
    if isinstance(value, dict):
        place = labelled(place, editor.label(value))
        taken: set[str] = set()
        edited: Any = {}
        for key, each in value.items():
            standing = editor.key(key_of(place), key, taken)
            below = inside(place, key, style)
            edited[standing] = edit_tree(
                below if standing == key else renamed(below, standing), each, editor, style
            )
        return edited if list(edited) != list(value) or _differ(edited.values(), value.values()) else value
    if isinstance(value, list):
        edited, label = [], None
        for index, each in enumerate(value):
            edited.append(edit_tree(called(item(place, index), label), each, editor, style))
            label = editor.next_label(label, each)
        return edited if _differ(edited, value) else value
    return editor.scalar(place, value)


def _differ(edited: Any, values: Any) -> bool:
    return any(new is not old for new, old in zip(edited, values, strict=True))
