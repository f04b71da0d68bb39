from __future__ import annotations

import pytest

from harness.contract.sentences import sentences_of


def texts(documentation):
    return [sentence.text for sentence in sentences_of(documentation)]


def codes(sentence):
    return [sentence.text[start:end] for start, end in sentence.codes]


@pytest.mark.parametrize(
    "documentation",
    [
        "<p>The mode. Must be <code>fast</code>, or <code>slow</code>.</p> <p>See below.</p>",
        "The mode. Must be fast , or slow . See below.",
        "The mode. Must be ``fast``, or ``slow``.\n\n    See below.",
    ],
)
def test_the_three_forms_of_a_text_give_the_same_sentences(documentation):
    assert texts(documentation) == ["The mode.", "Must be fast, or slow.", "See below."]
    assert codes(sentences_of(documentation)[1]) == ["fast", "slow"]


def test_a_bullet_list_hangs_on_the_sentence_that_introduces_it():
    sentences = sentences_of(
        "<p>Valid values:</p><ul><li><p>A</p></li><li><p>B - more</p></li></ul><p>End.</p>"
    )
    assert [item.text for item in sentences[0].items] == ["A", "B - more"]
    assert [sentence.bulleted for sentence in sentences] == [False, True, True, False]


def test_a_list_of_constraints_is_read_as_plain_sentences():
    sentences = sentences_of("<p>Constraints:</p><ul><li><p>Must be 1 to 9.</p></li></ul>")
    assert [sentence.bulleted for sentence in sentences] == [False, False]


def test_a_sentence_whose_end_has_lost_its_blank():
    assert texts("A size in use.The default is 5.") == ["A size in use.", "The default is 5."]
    assert texts("Use Mode.Then or locale.ROOT.") == ["Use Mode.Then or locale.ROOT."]


def test_headings_and_abbreviations():
    assert texts("A size, e.g. 5. Default: 3 Valid Values: 1-5") == [
        "A size, e.g. 5.",
        "Default: 3",
        "Valid Values: 1-5",
    ]


def test_alternatives_in_one_code_span_are_spans_of_their_own():
    (sentence,) = sentences_of("<code>user | system</code>")
    assert codes(sentence) == ["user", "system"]


def test_entities_quotes_and_dashes_become_plain():
    assert texts("Use &quot;a&quot; \u2013 it\u2019s \u201cb\u201d.") == ['Use "a" - it\'s "b".']


def test_an_item_is_known_by_its_first_sentence():
    text = "<p>One of:</p><ul><li><p>ON - runs.</p><p>It is slow.</p></li><li>OFF - stops. At once.</li></ul>"
    first, *_ = sentences_of(text)
    assert [item.text for item in first.items] == ["ON - runs.", "OFF - stops."]
    assert [sentence.bulleted for sentence in sentences_of(text)] == [False, True, True, True, True]
