"""The last stage: every item becomes a criterion, the Doc a record."""

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.lexicon import Lexicon, load_lexicon
from criteria_nlp.pipeline.layers import (
    RECORD,
    Assertion,
    Mention,
    Quantity,
    Relation,
    Stretch,
    has_layer,
    read_layer,
    set_extensions,
    token_range,
    words_of,
)
from criteria_nlp.pipeline.layout import HeadingSpan, Item, ResidualSpan
from criteria_nlp.pipeline.logic.combine import all_of, any_of
from criteria_nlp.pipeline.logic.facts import FactMaker
from criteria_nlp.pipeline.logic.lists import combine_list
from criteria_nlp.pipeline.logic.tree import TreeBuilder
from criteria_nlp.schema import (
    Criterion,
    Expression,
    Heading,
    Record,
    Residual,
    Unresolved,
    Warning,
    dumps,
    facts,
    unresolved,
)


class CriteriaLogic:
    """Writes the record, as plain data, into `doc._.criteria_record`; `doc._.criteria` is it typed."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or load_lexicon()
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        doc._.set(RECORD, dumps(_Reader(doc, self.lexicon).record()))
        return doc


@Language.factory("criteria_logic", default_config={})
def create_logic(nlp: Language, name: str) -> CriteriaLogic:
    """Makes the logic component of a pipeline."""
    return CriteriaLogic()


class _Read:
    """What an item turned into, while its children are still being added."""

    def __init__(
        self, expression: Expression, builder: TreeBuilder | None, warnings: Sequence[Warning]
    ) -> None:
        self.expression, self.builder, self.warnings = expression, builder, tuple(warnings)


class _Reader:
    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc, self.text, self.lexicon = doc, doc.text, lexicon
        self.words = words_of(doc)
        self.mentions = read_layer(doc, "mentions", Mention)
        self.quantities = read_layer(doc, "quantities", Quantity)
        self.stretches = read_layer(doc, "stretches", Stretch)
        self.relations = read_layer(doc, "relations", Relation)
        self.assertions = read_layer(doc, "assertions", Assertion)
        self.items = self._items()

    def _items(self) -> list[Item]:
        """The items of the sectionizer; without one, the whole text is a criterion of unknown kind."""
        if has_layer(self.doc, "items"):
            return read_layer(self.doc, "items", Item)
        stripped = self.text.strip()
        if not stripped:
            return []
        start = self.text.index(stripped)
        whole = {"start": start, "end": start + len(stripped)}
        return [
            Item(**whole, body_start=start, body_end=start + len(stripped), kind_source="default")
        ]

    def record(self) -> Record:
        """The record of the Doc."""
        children: dict[int, list[int]] = {}
        for i, item in enumerate(self.items):
            if item.parent is not None:
                children.setdefault(item.parent, []).append(i)
        read: dict[int, _Read] = {}
        for i in range(len(self.items) - 1, -1, -1):
            read[i] = self._item(self.items[i], [read[j] for j in children.get(i, ())])
        criteria = tuple(self._criterion(i, read[i]) for i in range(len(self.items)))
        return Record(
            criteria=criteria,
            headings=tuple(
                Heading(start=p.start, end=p.end, text=self.text[p.start : p.end], kind=p.kind)
                for p in read_layer(self.doc, "headings", HeadingSpan)
            ),
            residual=tuple(
                Residual(start=p.start, end=p.end, text=self.text[p.start : p.end], reason=p.reason)
                for p in read_layer(self.doc, "residual", ResidualSpan)
            ),
        )

    # --- one item ------------------------------------------------------------------------------

    def _item(self, item: Item, members: list[_Read]) -> _Read:
        builder = self._builder(item, item.body_start, item.body_end)
        if members:
            expression = combine_list(builder, [m.expression for m in members], item.kind)
        else:
            built = builder.build()
            expression = built if built is not None else self._nothing(item)
        if item.tail_start is not None and item.tail_end is not None:
            expression = self._with_tail(item, expression, item.tail_start, item.tail_end)
        return _Read(expression, builder, builder.maker.warnings)

    def _builder(self, item: Item, start: int, end: int) -> TreeBuilder:
        first, stop = token_range(self.words, start, end)
        maker = FactMaker(
            self.text,
            self.words,
            self.mentions,
            self.quantities,
            self.stretches,
            self.relations,
            self.assertions,
        )
        return TreeBuilder(
            self.words,
            first,
            stop,
            item.kind,
            maker,
            self.mentions,
            self.quantities,
            self.stretches,
            self.assertions,
            self.lexicon,
        )

    def _nothing(self, item: Item) -> Expression:
        return Unresolved(
            text=self.text[item.start : item.end],
            reason="truncated",
            start=item.start,
            end=item.end,
        )

    def _with_tail(self, item: Item, expression: Expression, start: int, end: int) -> Expression:
        tail = self._builder(item, start, end).build()
        if tail is None:
            return expression
        return (any_of if item.kind == "exclusion" else all_of)([expression, tail])

    # --- criteria ------------------------------------------------------------------------------

    def _criterion(self, i: int, read: _Read) -> Criterion:
        item = self.items[i]
        found, open_pieces = facts(read.expression), unresolved(read.expression)
        status: Any = "computable" if not open_pieces else "partial" if found else "non_computable"
        extra: dict[str, Any] = (
            {"restated": True} if read.builder is not None and read.builder.restated else {}
        )
        return Criterion(
            id=self._id(i),
            parent=None if item.parent is None else self._id(item.parent),
            kind=item.kind,
            kind_source=item.kind_source,
            kind_confidence=round(item.kind_confidence, 3),
            start=item.start,
            end=item.end,
            text=self.text[item.start : item.end],
            normalized_text=self._normalized(item),
            status=status,
            expression=read.expression,
            confidence=self._confidence(read, len(found), len(open_pieces)),
            warnings=_unique(read.warnings),
            **extra,
        )

    def _id(self, i: int) -> str:
        """I1, I2, E3: the letter of its kind and its number in the text."""
        return f"{self.items[i].kind[0].upper()}{i + 1}"

    def _normalized(self, item: Item) -> str:
        """The item's words without its marker, comparators as symbols, blanks as single spaces."""
        first, stop = token_range(self.words, item.body_start, item.end)
        parts: list[str] = []
        for k in range(first, stop):
            if self.words.texts[k].isspace():
                continue
            if (
                parts
                and self.words.starts[k] > self.words.ends[k - 1]
                or (k > first and self.words.texts[k - 1].isspace())
            ):
                parts.append(" ")
            norm = self.words.norms[k]
            plain = (
                norm
                if self.words.is_operator(k) or self.words.texts[k][0].isdigit()
                else self.words.texts[k]
            )
            parts.append(plain)
        return "".join(parts).strip()

    def _confidence(self, read: _Read, found: int, open_pieces: int) -> float:
        """A first estimate: lower for each guessed concept, open piece and warning."""
        guessed = read.builder.uncertain if read.builder is not None else 0
        confidence = 0.97 * 0.93**guessed * 0.85**open_pieces * 0.8 ** len(read.warnings)
        return round(confidence if found else min(confidence, 0.5), 3)


def _unique(warnings: Sequence[Warning]) -> tuple[Warning, ...]:
    return tuple(dict.fromkeys(warnings))
