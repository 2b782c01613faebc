"""The report: well-formed, whole, escaped, and with every error in its text."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from criteria_nlp.harness import Judgement, Mark, Note, Result, evaluate, report
from criteria_nlp.harness.report import pieces
from criteria_nlp.scoring import Answer, Counts

VOID = {"meta"}


class Page(HTMLParser):
    """Checks that every element is closed in order; keeps tags, addresses, and items' texts."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.addresses, self.texts, self.labels = [], [], [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.addresses += [given[name] for name in ("src", "href", "xlink:href") if name in given]
        assert not [name for name in given if name.startswith("on")]
        if given.get("class") == "text":
            self.texts.append("")
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):
            self.open.append((tag, given.get("class")))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        if ("p", "text") in self.open:
            if self.open[-1][0] == "sup":
                self.labels.append(data)
            else:
                self.texts[-1] += data


@pytest.fixture
def spans(gold_spans, found_spans):
    return evaluate(gold_spans, predictions=found_spans)


def test_every_error_stands_in_its_text(spans):
    page = Page(report(spans))
    wrong = {judged.text for judged in spans.judgements if judged.faults}
    assert len(wrong) == 2
    assert set(page.texts) == wrong and len(page.texts) == len(wrong)
    assert sorted(page.labels) == sorted(
        ["+ Condition", "+ Condition", "− Condition", "− Condition", "− Qualifier",
         "+ Temporal", "− Temporal"]
    )  # fmt: skip


def test_criteria_with_their_notation(gold_criteria, found_criteria):
    html = report(evaluate(gold_criteria, predictions=found_criteria))
    page = Page(html)
    assert sorted(page.texts) == ["Age > 18 years", "No fever or cough"]
    assert "inclusion: not(any_of(fever @condition, cough @condition))" in html
    assert "inclusion: Age &gt;= 18 a @condition" in html


def test_nothing_is_asked_of_the_network(spans):
    html = report(spans)
    page = Page(html)
    assert page.addresses == []
    assert not {"script", "link", "iframe", "img", "object", "base"} & set(page.tags)
    assert not re.search(r"https?:|//\w|@import|url\(", html)


def test_texts_labels_and_names_are_escaped():
    evil = "<script>alert('&')</script>"
    judged = Judgement(
        id=evil, group=evil, text=evil, tally={"entity_strict": {evil: Counts(0, 1, 0)}},
        marks=(Mark(0, 8, evil, "invented"),), notes=(Note(evil, evil),),
    )  # fmt: skip
    html = report(Result(evil, evil, [judged], warnings=[evil]))
    page = Page(html)
    assert "<script" not in html
    assert page.texts == [evil]


def test_worst_labels_first(spans):
    html = report(spans)
    summaries = re.findall(r"<summary>(.*?) <span", html)
    assert summaries == ["Entities, strict: Temporal", "Entities, strict: Qualifier"]
    rows = re.findall(r'<th scope="row">(\w+)</th>', html)
    strict = rows[rows.index("Temporal") :][:5]
    assert strict == ["Temporal", "Qualifier", "Condition", "Measurement", "Negation"]


def test_accessible(spans):
    html = report(spans)
    assert '<html lang="en">' in html and "prefers-color-scheme: dark" in html
    for table in re.findall(r"<table>.*?</table>", html, re.S):
        rows = ElementTree.fromstring(table).findall(".//tr")
        assert {len(row) for row in rows} == {len(rows[0])}
        assert all(row[0].tag == "th" and row[0].get("scope") for row in rows)


def test_calibration_comparison_and_speed(spans, tmp_path):
    import json

    from criteria_nlp.harness import Timed

    earlier = tmp_path / "earlier.json"
    earlier.write_text(json.dumps(spans.to_json()))
    judged = [row._replace(answers=(("mention", Answer(0.9, True)),)) for row in spans.judgements]
    result = Result("gold", "again", judged, [Timed(10, 0.1)])
    result.compare(earlier)
    html = report(result)
    Page(html)
    assert "Compared with found.jsonl" in html
    assert "Confidence of mention" in html and "Brier score 0.010" in html
    assert html.index('<svg class="reliability"') < html.index("<td>0.900</td>")
    assert "100 texts a second" in html


def test_a_perfect_run_has_no_errors(gold_spans):
    html = report(evaluate(gold_spans, predictions=gold_spans))
    assert Page(html).texts == [] and "<p>None.</p>" in html


def test_pieces_cover_the_text_once():
    marks = (Mark(0, 4, "A", "right"), Mark(2, 6, "B", "missed"), Mark(2, 4, "B", "invented"))
    cut = pieces("abcdefgh", marks)
    assert [(p.text, len(p.within), len(p.ending)) for p in cut] == [
        ("ab", 1, 0), ("cd", 3, 2), ("ef", 1, 1), ("gh", 0, 0)
    ]  # fmt: skip
