"""What a translated pattern matches in both engines, by the documents of ECMA-262 and java.util.regex."""

from __future__ import annotations

import dataclasses

import jsonschema_rs
import pytest

from harness.contract import patterns
from harness.contract.patterns import Pattern, compile_pattern, matches, pattern_of
from harness.contract.patterns.reviewed import BROKEN, SEARCHED

CONSTRUCTS = {
    # name: pattern, texts that match, texts that do not
    "search, not full match": ("b+", ["abc"], ["ac", ""]),
    "digits are ASCII": (r"^\d+$", ["059"], ["٣", "x", ""]),
    "word characters are ASCII": (r"^\w+$", ["aZ_9"], ["é", "-"]),
    "white space is ASCII": (r"^\s+$", [" \t\n\v\f\r"], ["\xa0", "\u2003", "\x85"]),
    "their opposites": (r"^\D\W\S$", ["a-b", "٣é\xa0"], ["1-b", "aab", "a- "]),
    "opposites in a class": (r"^[\W\S_]$", ["a", " ", "_"], [""]),
    "everything": (r"^[\s\S]$", ["\n", "😀"], [""]),
    "nothing": (r"^(?:a|[^\s\S]|[^\p{L}\P{L}])$", ["a"], ["b", "\n", ""]),
    "a property and its opposite": (r"^[\p{M}\P{M}]+$", ["a\u0301\n"], [""]),
    "nothing, repeated": (r"^[^\s\S]*a[^\s\S]?$", ["a"], ["ba", ""]),
    "optional assertion": (r"^(?=(a))?[ab]$", ["a", "b"], ["aa"]),
    "word boundary": (r"\bcat\b", ["a cat", "cat", "écat"], ["concat", "cat_"]),
    "no word boundary": (r"\Bcat\B", ["scats"], ["cat", "cats"]),
    "end is not before a line feed": ("^a$", ["a"], ["a\n", "a\r\n"]),
    "absolute anchors": (r"\Aa\z", ["a"], ["a\n", "ba"]),
    "end before a last terminator": (r"\Aa\Z", ["a", "a\n", "a\r\n", "a\u2028"], ["a\n\n", "ab"]),
    "dot": ("^a.b$", ["a b", "a\x85b", "a😀b", "a\nb", "a\rb", "a\u2028b"], ["ab", "a\r\nb"]),
    "dot, flag s": ("(?s)^a.b$", ["a\nb", "a\u2028b"], ["ab"]),
    "dot, flag s off": ("^(?-s:a.)b.$", ["a-b\n"], ["a\nbc", "a\rbc", "a\u2028bc", "a\u2029bc"]),
    "flag m": ("(?m)^b$", ["a\nb\nc", "b"], ["a b c"]),
    "flag i": ("(?i)^stra[p-q]e$", ["STRAPE", "straQe"], ["strabe", "ſtrape"]),
    "flag i, negated class": ("(?i)^[^a]$", ["b", "é"], ["a", "A"]),
    "flag i ends with its group": ("^((?i)a|b)c$", ["Ac", "Bc"], ["aC"]),
    "flag i off": ("^(?i:a(?-i)b)$", ["Ab"], ["AB"]),
    "not a flag": ("^(?:a|b)c$", ["ac", "bc"], ["c"]),
    "categories": (r"^[\p{L}\p{Nd}]+$", ["é٣ж"], ["-", "½"]),
    "category without braces": (r"^\pL\PL$", ["é1"], ["éé"]),
    "negated category": (r"^\P{Cc}+$", ["a é"], ["\n", "\x7f"]),
    "category by Java's Is": (r"^\p{IsLu}$", ["É"], ["é"]),
    "category by key": (r"^\p{gc=Lu}\p{General_Category=Ll}$", ["Éé"], ["éé"]),
    "category by its long name": (r"^\p{Uppercase_Letter}$", ["É"], ["é"]),
    "script": (r"^\p{IsGreek}\p{Script=Latin}\p{sc=Cyrillic}$", ["αaж"], ["aaa"]),
    "POSIX classes are ASCII": (
        r"^\p{Alpha}\p{Digit}\p{Punct}\p{Upper}$",
        ["a1!A"],
        ["é1!A", "a٣!A", "a1!É"],
    ),
    "POSIX print": (r"^[\p{Print}]*$", [" ~", ""], ["\t", "é", "\x7f"]),
    "POSIX blank and control": (r"^\p{Blank}\p{Cntrl}$", ["\t\n", " \x7f"], ["\n\n"]),
    "POSIX hexadecimal": (r"^\p{XDigit}+$", ["09afAF"], ["g"]),
    "POSIX bracket": ("^[[:alpha:]_]+[[:^digit:]]$", ["a_Z", "ab"], ["a1", "é-"]),
    "Java's letters": (r"^\p{javaLetterOrDigit}+\p{javaUpperCase}$", ["é٣É"], ["-É", "ab"]),
    "Java's letter or decimal digit": (r"^\p{LD}+$", ["a٣"], ["½", "_"]),
    "Java's negated letter or decimal digit": (r"^[^\p{LD}]\P{LD}$", ["½_"], ["a_", "_a"]),
    "Java's binary properties": (
        r"^\p{IsAlphabetic}\p{IsWhitespace}\p{IsPunctuation}$",
        ["é\u2003!"],
        ["1 !"],
    ),
    "Java's all, ECMA's Any": (r"^\p{all}\p{Any}$", ["\n😀"], ["a"]),
    "Java's Latin-1": (r"^\p{L1}$", ["ÿ"], ["Ā"]),
    "horizontal space": (r"^\h\H$", ["\xa0a", "\tb"], ["\n ", "ab"]),
    "vertical tab": (r"^\v$", ["\v"], ["\n"]),
    "line break": (r"^a\Rb$", ["a\r\nb", "a\u2028b"], ["a b", "a\n\nb"]),
    "control characters": (r"^\t\n\r\f\e\a\cA\0$", ["\t\n\r\f\x1b\a\x01\0"], ["tnrfeacA0"]),
    "character numbers": (r"^\x41\u00e9\x{1F600}\u{1F600}\0101$", ["Aé😀😀A"], ["Aé😀😀B"]),
    "octal range in a class": (r"^[^/:|\000-\037]+$", ["a b"], ["a\x1f", "a/b"]),
    "surrogate pair": (r"^\uD83D\uDE00$", ["😀"], ["😁"]),
    "surrogate pairs in a range": (
        r"^[\u0020-\uD7FF\uD800\uDC00-\uDBFF\uDFFF]$",
        ["a", "😀"],
        ["\n", "\uffff"],
    ),
    "lone surrogates are no characters": (r"^[a\uD800\uDBFF-\uDC00\uDFFF]$", ["a"], ["😀", "b"]),
    "four hexadecimal digits, no more": (r"^[\u10000-\u10FFFF]$", ["5", "F", "\u1000"], ["😀", "!"]),
    "backspace in a class": (r"^[\b]$", ["\b"], ["b"]),
    "identity escapes": (r"^\-\_\@\/\ \#\'\é$", ["-_@/ #'é"], ["-_@/ #'e"]),
    "dashes at the edges of a class": ("^[-a]+[b-]$", ["-a-", "ab"], ["c-"]),
    "dash beside a shorthand": (r"^[\w-_.]+[a-z-\d]$", ["a-_.1", ".-"], ["!a"]),
    "range of punctuation": ("^[+-=]+$", ["+,-./09:;<="], ["a", "*"]),
    "set operators are characters": (r"^[a&&b~~|-]+$", ["&", "~", "a-|"], ["c"]),
    "caret not first": ("^[a^]+$", ["^a"], ["b"]),
    "bracket first in a class": ("^[]a]+$", ["]a"], ["[", "b"]),
    "bracket that does not nest": (r"^[a[]$", ["a", "["], ["]", "b"]),
    "nested class": ("^[a-c[x-z]]+$", ["axc"], ["d", "[", "]"]),
    "nested negated class": ("^[a[^a-y]]+$", ["a", "z", "é"], ["b"]),
    "intersection": ("^[a-z&&[def]]+$", ["fed"], ["a", "&"]),
    "subtraction": ("^[a-z&&[^bc]]+$", ["ad"], ["b", "c", "&"]),
    "intersection with a property": (r"^[\p{L}&&[^\p{Lu}]]+$", ["é"], ["É", "1"]),
    "negated intersection": ("^[^a-z&&[^b]]$", ["b", "1"], ["a"]),
    "braces that count nothing": (r"^a{,3}{b}${1}".replace("${1}", "}$"), ["a{,3}{b}}"], ["aaa"]),
    "counts": ("^a{2}b{1,}c{0,1}$", ["aab", "aabbc"], ["ab", "aac", "aabcc"]),
    "lazy": ("^a*?b+?c??$", ["aabb", "bc"], ["aa"]),
    "large counts": ("^.{1,100000}$", ["a" * 100_000], ["a" * 100_001, ""]),
    "large counts within counts": (
        "^(?:(?:a{0,1000}b){1,1000}c){2,1000}$",
        ["abcbbc", "bc" * 9],
        ["abc", "ac"],
    ),
    "large counts of properties": (r"^\P{C}{2,2048}$", ["é" * 2048], ["é", "é" * 2049]),
    "repeated assertions": (r"^(?:^)*a(?=b)+(?!c)?b$", ["ab"], ["a", "ac"]),
    "possessive": ("^a*+b?+[ab]$", ["aaba"], ["aaa", "aab"]),
    "possessive with groups": (r"^(x)(?:a|(ab))++(y)c\1\3$", ["xaycxy"], ["xabycxy"]),
    "possessive count": (r"^[ab]{2}+(?:a|b){2}+b{1}+$", ["ababb"], ["abab"]),
    "atomic group of one character": (r"^(?>a)b$", ["ab"], ["a"]),
    "optional between equal repetitions": ("^a+b?a+(?:(?:a+))$", ["aaa", "abaa"], ["a", "aa", "aba"]),
    "the same with groups": ("^(a)+b*?(a)+$", ["aa", "aba"], ["a", "ab"]),
    "repeated groups of assertions": (r"^(?:(?!b)){2}((?=a)|(?!c)){1,3}(?:(?!a))?a$", ["a"], ["b", "aa"]),
    "backreference": (r"^(a|b)\1$", ["aa", "bb"], ["ab"]),
    "backreference before a digit": (r"^(a)\10$", ["aa0"], ["aa"]),
    "backreference by name": (r"^(?<first>a|b)-\k<first>1$", ["a-a1"], ["a-b1"]),
    "reference to a group that did not match": (r"^(?:(a)|b)\1$", ["aa"], ["b", "ba"]),
    "lookahead": (r"^(?=.*\d)(?!x)\w+$", ["a1"], ["a", "x1"]),
    "lookbehind": (r"^[\w.]*(?<!\.)(?<=a)$", ["b.a"], ["a.", "b"]),
    "lookbehind of any length": (r"(?<=^a+)b", ["aab"], ["cab", "b"]),
    "quotation": (r"^\Qa.b[\E+$", ["a.b[[["], ["axb["]),
    "quotation in a class": (r"^[\Q]^-\E]+$", ["]^-"], ["a"]),
    "quotation to the end": (r"^\Qa$.", ["a$."], ["a$b"]),
    "escaped backslash before Q": (r"^\\Q$", ["\\Q"], ["Q"]),
    "characters beyond the BMP": ("^[😀-😂]$", ["😁"], ["😃"]),
    "JavaScript literal with anchors": ("/^a+$/", ["aa"], ["b", "/a/"]),
    "JavaScript literal with escaped slashes": (r"/arn:a\/b/", ["arn:a/b"], ["arn:a"]),
    "slashes of a path": ("/[a-z]*/", ["/a/"], ["a"]),
    "a dead branch": ("a$b|c", ["c"], ["ab"]),
}


@pytest.mark.parametrize(("source", "matching", "others"), list(CONSTRUCTS.values()), ids=list(CONSTRUCTS))
def test_both_engines_give_the_documented_verdict(
    source: str, matching: list[str], others: list[str]
) -> None:
    pattern = compile_pattern(source)
    assert pattern.reason is None
    assert_engines_agree(pattern.part, matching, others)


def assert_engines_agree(spelled: str | None, matching: list[str], others: list[str]) -> None:
    is_valid = jsonschema_rs.validator_for({"pattern": spelled}).is_valid
    texts = matching + others
    expected = [True] * len(matching) + [False] * len(others)
    assert [matches(spelled, text) for text in texts] == expected
    assert [is_valid(text) for text in texts] == expected


WHOLE = {
    # name: pattern, texts that match as a whole, texts that match in part
    "no anchors": ("[a-z]+", ["abc"], ["a b", "abc\n", " abc", "Abc"]),
    "an anchor at the start": ("^a", ["a"], ["ab", "a\n"]),
    "an anchor at the end": ("a$", ["a"], ["ba", "\na"]),
    "both anchors": ("^a$", ["a"], []),
    "branches": ("a|bc", ["a", "bc"], ["ac", "ab", "a|bc"]),
    "branches of which each has one anchor": ("^a|b$", ["a", "b"], ["ac", "cb", "a\n"]),
    "branches of which one has both": ("^$|a", ["", "a"], ["ba"]),
    "the longer branch second": ("a|ab", ["a", "ab"], ["abc"]),
    "anchors inside of a group": ("(^a|^b)$", ["a", "b"], []),
    "anchors after a lookahead": ("(?!aa)^a+$", ["a"], []),
    "anything around": (".*b.*", ["b", "abc", "a\nb\nc", "b\n"], []),
    "any text of some length": (".{1,3}", ["a", "a\nb"], ["abcd"]),
    "several lines, one with a character": (".*\\S.*", ["a", "a\nb", "\n\na\n"], []),
    "before a last line end": (r"a\Z", ["a"], ["a\n"]),
    "absolute anchors": (r"\Aa|b\z", ["a", "b"], ["ab", "aa"]),
    "anchors of lines": ("(?m)^b$", ["b"], ["a\nb", "b\nc"]),
    "flag i": ("(?i)ab", ["AB"], ["AB "]),
    "possessive": ("a++b?+", ["ab", "aa"], ["abb"]),
    "lookahead": (r"(?=.*\d)\w+", ["a1"], ["a1 ", "-a1"]),
    "references": (r"(a|b)\1", ["aa"], ["aab", "baa"]),
    "Java's classes": (r"[\p{Alnum}&&[^x]]+", ["aZ9"], ["axa"]),
    "JavaScript literal": (r"/arn:a\/b/", ["arn:a/b"], ["arn:a/bc"]),
}


@pytest.mark.parametrize(("source", "matching", "others"), list(WHOLE.values()), ids=list(WHOLE))
def test_a_request_has_to_match_as_a_whole_and_a_response_in_part(
    source: str, matching: list[str], others: list[str]
) -> None:
    pattern = compile_pattern(source)
    assert_engines_agree(pattern.whole, matching, others)
    assert_engines_agree(pattern.part, matching + others, [])
    assert pattern.whole is not None
    assert compile_pattern(pattern.whole).whole == pattern.whole


@pytest.mark.parametrize(
    ("source", "whole"),
    [
        ("a+", "^a+$"),
        ("^a+$", "^a+$"),
        ("^a+", "^a+$"),
        ("a|b", "^(?:a|b)$"),
        ("^a|^b", "(?:^a|^b)$"),
        ("^a$|^b$", "^a$|^b$"),
        ("(^a|^b)$", "(^a|^b)$"),
        ("(?!x)^a{2}", "(?!x)^a{2}$"),
        ("(^a){2}b", "(^a){2}b$"),
        ("(?:^a)?b", "^(?:^a)?b$"),
        ("", "^$"),
    ],
)
def test_the_anchors_that_are_missing_are_added(source: str, whole: str) -> None:
    assert compile_pattern(source).whole == whole


@pytest.mark.parametrize(
    ("source", "shortest", "longest", "is_searched"),
    [
        (r"\S", 1, 64, False),
        (r"\S", 2, 64, True),
        ("[a-z]{2,4}", 4, None, False),
        ("[a-z]{2,4}", 5, None, True),
        ("(?:ab?|cde)", 4, None, True),
        ("a*", 5, None, False),
        (r"(a)\1", 5, None, False),
        ("^a", 2, None, True),
        ("[a-zA-Z0-9][a-zA-Z0-9-]", 1, 36, True),  # among the reviewed ones
    ],
)
def test_a_pattern_too_short_for_its_own_bounds_is_searched_for(
    source: str, shortest: int, longest: int | None, is_searched: bool
) -> None:
    pattern = compile_pattern(source, shortest, longest)
    assert pattern.reason is None
    assert (pattern.whole == pattern.part) is is_searched


@pytest.mark.parametrize(
    ("source", "shortest", "longest"),
    [("[a-z]{36}", 0, 32), ("^a$", 2, None), ("^ab?|cd$", 0, 0), (r"^\\d{12}$", 12, 12)],
)
def test_a_pattern_that_its_bounds_rule_out_is_not_run(
    source: str, shortest: int, longest: int | None
) -> None:
    reason = "no text of an allowed length can match it"
    assert compile_pattern(source, shortest, longest) == Pattern(source, None, None, reason)
    assert compile_pattern(source).reason is None


def test_the_pattern_of_a_shape_has_the_bounds_of_the_shape() -> None:
    assert pattern_of({"min": 2}) is None
    assert pattern_of({"pattern": "a", "min": 2}) == compile_pattern("a", 2)
    assert pattern_of({"pattern": "a", "max": 0}) == compile_pattern("a", 0, 0)


def test_texts_that_we_make_have_no_line_end_where_only_a_dot_allows_it() -> None:
    pattern = compile_pattern(".{2}")
    assert matches(pattern.whole, "a\n")
    assert not matches(pattern.narrow.whole, "a\n")
    assert matches(compile_pattern(r"[\s\S]{2}").narrow.whole, "a\n")


@pytest.mark.parametrize("source", list(SEARCHED))
def test_a_reviewed_pattern_would_not_be_searched_for_otherwise(source: str) -> None:
    pattern = compile_pattern(source)
    assert pattern.whole == pattern.part
    assert not str(pattern.part).endswith("$")


@pytest.mark.parametrize(
    ("source", "text"), [(r"\\+[1-9]\\d{1,14}$", "+12065550100"), ("^[0-9a-b]+", "cdef")]
)
def test_a_pattern_that_refuses_what_is_documented_is_not_run(source: str, text: str) -> None:
    pattern = compile_pattern(source)
    assert pattern.reason == f"it is wrong: {BROKEN[source]}"
    assert matches(pattern.whole, text)


@pytest.mark.parametrize("source", [row[0] for row in CONSTRUCTS.values()], ids=list(CONSTRUCTS))
def test_a_translated_pattern_translates_to_itself(source: str) -> None:
    translated = compile_pattern(source).part
    assert translated is not None
    assert compile_pattern(translated).part == translated


@pytest.mark.parametrize(
    ("source", "translated"),
    [
        (
            r"arn:aws:iam::\d{12}:role/[\w+=,.@-]{1,64}",
            r"arn:aws:iam::[0-9]{12}:role/[+-.0-9=@-Z_a-z]{1,64}",
        ),
        (r"^\p{L}.\S$", r"^\p{L}[\s\S][^\t-\r ]$"),
        (r"^(?:(?<a>x){1,}+\k<a>){0,1}1\z", r"^(?:(x)++\1)?1$"),
        ("^(?:a+)(?:b{0,})(?:a{1,})$", "^a+(?:b*a+)$"),
        (r"^(a|b-c)$", r"^(a|b-c)$"),
    ],
)
def test_the_common_spelling(source: str, translated: str) -> None:
    assert compile_pattern(source).part == translated


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (r"\P{C}*$}", "no text can match it"),
        ("arn:/^[a-z]{1,9}$", "no text can match it"),
        (r"^\uD800$", "no text can match it"),
        ("*.example.com", "the * at offset 0 repeats nothing"),
        ("a{2}{3}", "the { at offset 4 repeats nothing"),
        ("a{1000000}", "it counts beyond 6 digits"),
        ("a{0,1000000}", "it counts beyond 6 digits"),
        ("a{3,2}", "{3,2} runs backwards"),
        ("one of: a) this", "the ) at offset 9 closes no group"),
        ("(one of", "the group at offset 1 is not closed"),
        ("[a-z", "the class at offset 0 is not closed"),
        ("[z-a]", "the range before offset 4 runs backwards"),
        ("a\\", "it ends inside an escape"),
        (r"\y", "\\y has no meaning"),
        (r"\u12", "\\u at offset 0 is not followed by a character's number"),
        (r"\x{110000}", "U+110000 is not a character"),
        (r"\p", "the property at offset 2 has no name"),
        (r"\p{InGreek}", "\\p{InGreek} is not a property that every engine knows"),
        (r"\p{IsKlingon}", "\\p{IsKlingon} is not a property that every engine knows"),
        ("[[:vowel:]]", "[:vowel:] is not a POSIX class"),
        (r"[a[^\p{L}0-9]]", "it joins a negated class of Unicode properties to other characters"),
        ("(?x)a b", "the flag x is not one of i, m and s"),
        ("(?#note)", "the group at offset 0 is of no known kind"),
        (r"(a\1)", "it refers back to group 1, which holds nothing there"),
        (r"(?=(a))\1", "it refers back to group 1, which holds nothing there"),
        (r"(?>a|ab)c", "it has an atomic group"),
        (r"(b)(a|b*?)*+b", "it keeps what a group that may be empty matched"),
        (r"\k<a>", "it refers back to group a, which holds nothing there"),
        (r"(?i)(a)\1", "it refers back to a group without regard to case"),
        ("(" * 60 + ")" * 60, "it nests more than 50 deep"),
        ("[" * 60 + "a" + "]" * 60, "it nests more than 50 deep"),
    ],
)
def test_what_cannot_be_run_says_why_and_matches_every_text(source: str, reason: str) -> None:
    pattern = compile_pattern(source)
    assert pattern == Pattern(source, None, None, reason)
    assert matches(pattern.whole, "anything")


def test_a_pattern_is_compiled_once_and_cannot_change() -> None:
    pattern = compile_pattern("^a+$")
    assert compile_pattern("^a+$") is pattern
    with pytest.raises(dataclasses.FrozenInstanceError):
        pattern.source = "b"  # type: ignore[misc]


def test_a_match_that_takes_too_long_counts_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns.pattern, "TIMEOUT", 0.05)
    slow = compile_pattern(r"^(?:(a)\1?|a)+$").part
    assert matches(slow, "a" * 60 + "!")
    assert not matches(slow, "!")


def test_a_match_that_takes_too_long_is_left_to_an_automaton_where_one_can_judge(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patterns.pattern, "TIMEOUT", 0.05)
    slow = compile_pattern("[a-z](?:-?[a-z0-9]+){0,15}").whole  # rds.DBCapacityReservationIdentifier
    assert not matches(slow, "a" * 63 + "!")
    assert matches(slow, "a" * 63)


def test_an_assertion_that_may_be_left_out_rules_nothing_out() -> None:
    pattern = compile_pattern("(?=(?:$)a)*b")
    assert pattern.reason is None
    assert matches(pattern.part, "b")
