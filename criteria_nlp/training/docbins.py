"""Annotated texts as spaCy Docs, for `spacy train` and the scorers; nothing is lost uncounted.

    converter = Converter()
    converter.docbin(read_annotated("train_spans.jsonl")).to_disk("train.spacy")
    print(converter.report)

Every mention is a span of `doc.spans["sc"]`; `doc.ents` has those that do not overlap: the longest
first, counted in tokens, of equally long ones the earlier. The annotation as it was read is kept in
`doc.user_data`, and `criteria_nlp.readers.annotated` reads it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from criteria_nlp.pipeline import build
from criteria_nlp.readers.annotated import AnnotatedText, Mention, Span
from criteria_nlp.readers.annotated.docbin import GROUP, STORED, stored

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, DocBin
    from spacy.tokens import Span as DocSpan

Interrupted = Literal["cover", "pieces", "drop"]
"""What becomes of a mention in several pieces: one span from its first to its last word, as in
Chia's published flat spans; a span a piece; or none."""

# Of a token what a tagger is trained on: its text, its normal form and its entity.
_ATTRIBUTES = ("ORTH", "NORM", "ENT_IOB", "ENT_TYPE")


@dataclass(slots=True)
class ConversionReport:
    """How many texts and mentions were converted, and what was changed or left out on the way.

    `spans` is the size of all groups, `ents` of all `doc.ents`, `nested` the difference. `snapped`
    spans were widened to whole tokens; `interrupted` mentions went by the policy for them;
    `repeated` spans have tokens and label of another and are left out.
    """

    texts: int = 0
    mentions: int = 0
    interrupted: int = 0
    snapped: int = 0
    repeated: int = 0
    spans: int = 0
    ents: int = 0

    @property
    def nested(self) -> int:
        """Spans that a longer one keeps out of `doc.ents`."""
        return self.spans - self.ents

    def __str__(self) -> str:
        return (
            f"{self.texts} texts, {self.mentions} mentions ({self.interrupted} interrupted): "
            f"{self.spans} spans ({self.snapped} widened to whole tokens, {self.repeated} repeated "
            f"ones left out), {self.ents} of them entities, {self.nested} overlapped by longer ones"
        )


def document_maker(*, normalized: bool = False) -> Language:
    """What makes a Doc of a text: our tokenizer, and the normalizer after it if wanted.

    Normalized, "more or egal" is one token whose norm is `>=`.
    """
    return build(("criteria_normalizer",) if normalized else ())


class Converter:
    """Makes Docs of annotated texts; `report` counts over all of them.

    Without `overlapping`, the group of all mentions is left out and `doc.ents` stands alone.
    """

    def __init__(
        self,
        nlp: Language | None = None,
        *,
        interrupted: Interrupted = "cover",
        overlapping: bool = True,
    ) -> None:
        self.nlp = nlp or document_maker()
        self.interrupted = interrupted
        self.overlapping = overlapping
        self.report = ConversionReport()

    def docbin(self, texts: Iterable[AnnotatedText]) -> DocBin:
        """All texts as a DocBin, with the norms of their tokens."""
        from spacy.tokens import DocBin

        return DocBin(_ATTRIBUTES, store_user_data=True, docs=map(self.doc, texts))

    def doc(self, text: AnnotatedText) -> Doc:
        """One text as a Doc."""
        from spacy.util import filter_spans

        doc = self.nlp(text.text)
        spans = self._spans(doc, text)
        doc.ents = tuple(filter_spans(spans))
        if self.overlapping:
            doc.spans[GROUP] = spans
        # What the components noted is not annotation, and would be stored with it.
        doc.user_data.clear()
        doc.user_data[STORED] = stored(text)
        self.report.texts += 1
        self.report.mentions += len(text.mentions)
        self.report.spans += len(spans)
        self.report.ents += len(doc.ents)
        return doc

    def _spans(self, doc: Doc, text: AnnotatedText) -> list[DocSpan]:
        """A span for each place of a mention, in the order of the mentions, no two the same."""
        found: dict[tuple[int, int, str], DocSpan] = {}
        for mention in text.mentions:
            for place in self._places(mention):
                span = self._snapped(doc, place, mention.label)
                key = (span.start, span.end, span.label_)
                self.report.repeated += key in found
                found.setdefault(key, span)
        return list(found.values())

    def _places(self, mention: Mention) -> Iterable[Span]:
        if len(mention.spans) == 1:
            return mention.spans
        self.report.interrupted += 1
        if self.interrupted == "cover":
            return [(mention.start, mention.end)]
        return mention.spans if self.interrupted == "pieces" else ()

    def _snapped(self, doc: Doc, place: Span, label: str) -> DocSpan:
        """The tokens that a place touches, without blanks around its words."""
        words = doc.text[slice(*place)]
        start = place[0] + len(words) - len(words.lstrip())
        end = start + len(words.strip())
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is None:
            raise ValueError(f"no token stands at {start}–{end} of {doc.text!r:.60}")
        self.report.snapped += (span.start_char, span.end_char) != (start, end)
        return span
