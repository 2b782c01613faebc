"""The tagger: a trained model that finds the long tail of concepts, and says how sure it is.

It reads each criterion on its own and writes the layer `tagged` and a span group; what becomes of
them beside the lexicon's mentions is another stage's work.
"""

# No `from __future__ import annotations`: a config's checks need the types themselves.
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, groupby, islice
from pathlib import Path
from typing import Any, Self

import numpy as np
import srsly
from spacy import util
from spacy.errors import Errors
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example, validate_examples
from spacy.vocab import Vocab
from thinc.api import Config, Model, Optimizer, set_dropout_rate

from criteria_nlp.pipeline.layers import TAGGED, Tagged, pieces, words_of
from criteria_nlp.pipeline.sheet import write_layer
from criteria_nlp.pipeline.tagger.architectures import heads
from criteria_nlp.pipeline.tagger.spans import (
    Scored,
    calibrated,
    choose,
    gold_spans,
    gradient,
    valid,
)
from criteria_nlp.pipeline.tagger.views import View, views

DEFAULT_MODEL = """
[model]
@architectures = "criteria_nlp.SpanTagger.v1"
hidden = 64
longest = 12

[model.tok2vec]
@architectures = "spacy.Tok2Vec.v2"

[model.tok2vec.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 96
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
rows = [5000, 1000, 2500, 2500]
include_static_vectors = false

[model.tok2vec.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
window_size = 1
maxout_pieces = 3
depth = 4
"""

Predicted = list[list[Scored]]


class CriteriaTagger(TrainablePipe):  # type: ignore[misc]
    """Labels spans of up to `longest` tokens, each with a calibrated probability.

    Learns from `doc.spans[spans_key]` of the reference, or from `doc.ents` where it has no such
    group.
    """

    def __init__(
        self,
        vocab: Vocab,
        model: Model[list[View], Any],
        name: str = "criteria_tagger",
        *,
        spans_key: str = "sc",
        overlapping: bool = False,
        bias: float = 0.0,
        scorer: Callable[..., dict[str, Any]] | None = None,
    ) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.scorer = scorer
        self.cfg: dict[str, Any] = {
            "labels": [],
            "spans_key": spans_key,
            "overlapping": overlapping,
            "bias": bias,
            "calibration": [1.0, 0.0],
        }

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of the model's columns."""
        return tuple(self.cfg["labels"])

    @property
    def label_data(self) -> tuple[str, ...]:
        """What `spacy init labels` stores."""
        return self.labels

    @property
    def calibration(self) -> tuple[float, float]:
        """Slope and intercept of the log-odds; (1, 0) leaves a probability as it is."""
        slope, intercept = self.cfg["calibration"]
        return slope, intercept

    @calibration.setter
    def calibration(self, values: tuple[float, float]) -> None:
        self.cfg["calibration"] = list(values)

    def add_label(self, label: str) -> int:
        """Add a label before the model is initialized; 0 where it is there already."""
        if label in self.labels:
            return 0
        if self._is_shaped:
            raise ValueError(Errors.E922.format(name=self.name, nO=len(self.labels), label=label))
        self.cfg["labels"].append(label)
        self.vocab.strings.add(label)
        return 1

    @property
    def _is_shaped(self) -> bool:
        return all(head.has_dim("nO") for head in heads(self.model))

    def shape(self) -> None:
        """Tell the model how many labels there are; no more can be added."""
        for head in heads(self.model):
            if not head.has_dim("nO"):
                head.set_dim("nO", len(self.labels) + 1)

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        labels: Sequence[str] | None = None,
    ) -> None:
        """Take the labels from the examples, unless given, and shape the model."""
        sample = list(islice(get_examples(), 10))
        if labels is None:
            labels = sorted({span.label_ for eg in get_examples() for span in self.gold(eg)})
        for label in labels:
            self.add_label(label)
        if not self.labels:
            raise ValueError(Errors.E143.format(name=self.name))
        self.shape()
        docs = [eg.predicted for eg in sample if len(eg.predicted)]
        self.model.initialize(X=self._views(docs)[0])

    def predict(self, docs: Iterable[Doc]) -> Predicted:
        """The spans of each Doc; offsets are tokens of the Doc."""
        docs = list(docs)
        seen, owners = self._views(docs)
        found: Predicted = [[] for _ in docs]
        if not seen or not self.labels:
            return found
        scores = self.model.predict(seen)
        inside = valid([len(view) for view in seen], scores.shape[1])
        chosen = choose(scores, inside, overlapping=self.cfg["overlapping"], bias=self.cfg["bias"])
        for (shift, owner), group in _by_view(chosen, seen, owners):
            for start, end, label, probability in group:
                honest = calibrated(probability, *self.calibration)
                found[owner].append(Scored(start + shift, end + shift, label, honest))
        return found

    def set_annotations(self, docs: Iterable[Doc], scores: Predicted) -> None:
        """Write the layer and the span group, whose probabilities stand where spancat has them."""
        for doc, found in zip(docs, scores, strict=True):
            rows = [
                Tagged(start=s.start, end=s.end, label=self.labels[s.label], score=s.probability)
                for s in found
            ]
            write_layer(doc, TAGGED, rows)
            spans = [Span(doc, row.start, row.end, row.label) for row in rows]
            attrs = {"scores": np.array([row.score for row in rows], dtype=np.float64)}
            key = self.cfg["spans_key"]
            doc.spans[key] = SpanGroup(doc, name=key, spans=spans, attrs=attrs)

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from a batch; the loss is the mean cross entropy of a text."""
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        examples = list(examples)
        validate_examples(examples, "CriteriaTagger.update")
        seen, owners = self._views([eg.predicted for eg in examples])
        if not seen:
            return losses
        set_dropout_rate(self.model, drop)
        scores, backprop = self.model.begin_update(seen)
        inside = valid([len(view) for view in seen], scores.shape[1])
        gold = [gold_spans(self.gold(eg), self.labels) for eg in examples]
        d_scores, loss = gradient(scores, inside, _flattened(seen, owners, gold))
        backprop(d_scores / len(seen))
        if sgd is not None:
            self.finish_update(sgd)
        losses[self.name] += loss / len(seen)
        return losses

    def gold(self, example: Example) -> list[Span]:
        """The spans to learn, on the tokens of the predicted Doc."""
        reference = example.reference
        key = self.cfg["spans_key"]
        spans = reference.spans.get(key, reference.ents)
        aligned: list[Span] = example.get_aligned_spans_y2x(spans, allow_overlap=True)
        return aligned

    def _views(self, docs: Sequence[Doc]) -> tuple[list[View], list[int]]:
        """The views of all Docs, and of which Doc each is."""
        seen: list[View] = []
        owners: list[int] = []
        for owner, doc in enumerate(docs):
            made = list(views(doc, pieces(doc, words_of(doc))))
            seen += made
            owners += [owner] * len(made)
        return seen, owners

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The state as bytes."""
        writers = {
            "cfg": lambda: srsly.json_dumps(self.cfg),
            "model": self.model.to_bytes,
        }
        return bytes(util.to_bytes(writers, exclude))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:
        """Read the state from bytes."""
        readers = {
            "cfg": lambda part: self.cfg.update(srsly.json_loads(part)),
            "model": self._load_model,
        }
        util.from_bytes(data, readers, exclude)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the state into a folder: `cfg` and `model`."""
        writers = {
            "cfg": lambda p: srsly.write_json(p, self.cfg),
            "model": lambda p: p.write_bytes(self.model.to_bytes()),
        }
        util.to_disk(path, writers, exclude)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:
        """Read the state from a folder."""
        readers = {
            "cfg": lambda p: self.cfg.update(srsly.read_json(p)),
            "model": lambda p: self._load_model(p.read_bytes()),
        }
        util.from_disk(path, readers, exclude)
        return self

    def _load_model(self, data: bytes) -> None:
        self.shape()
        self.model.from_bytes(data)


def _by_view(
    chosen: Sequence[Scored], seen: Sequence[View], owners: Sequence[int]
) -> Iterable[tuple[tuple[int, int], Iterable[Scored]]]:
    """The spans of each view; what makes their rows tokens of its Doc; and the number of that."""
    firsts = [0, *accumulate(len(view) for view in seen)]
    for at, group in groupby(chosen, key=lambda span: bisect_right(firsts, span.start) - 1):
        yield (seen[at].start - firsts[at], owners[at]), group


def _flattened(
    seen: Sequence[View], owners: Sequence[int], gold: Sequence[Sequence[tuple[int, int, int]]]
) -> Iterable[tuple[int, int, int]]:
    """The gold spans that lie within a view, with offsets into the rows of all views together."""
    first = 0
    for view, owner in zip(seen, owners, strict=True):
        for start, end, label in gold[owner]:
            if view.start <= start and end <= view.end:
                yield first + start - view.start, first + end - view.start, label
        first += len(view)


@Language.factory(
    "criteria_tagger",
    assigns=["doc.spans"],
    default_config={
        "model": Config().from_str(DEFAULT_MODEL)["model"],
        "spans_key": "sc",
        "overlapping": False,
        "bias": 0.0,
        "scorer": {"@scorers": "criteria_nlp.spans_scorer.v1"},
    },
    default_score_weights={"spans_sc_f": 1.0, "spans_sc_p": 0.0, "spans_sc_r": 0.0},
)
def create_tagger(
    nlp: Language,
    name: str,
    model: Model[list[View], Any],
    spans_key: str,
    overlapping: bool,
    bias: float,
    scorer: Callable[..., dict[str, Any]] | None,
) -> CriteriaTagger:
    """Makes the tagger of a pipeline."""
    return CriteriaTagger(
        nlp.vocab,
        model,
        name,
        spans_key=spans_key,
        overlapping=overlapping,
        bias=bias,
        scorer=scorer,
    )
