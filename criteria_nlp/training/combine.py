"""Put trained taggers together: the model of a config is the mean of theirs.

    python -m criteria_nlp.training.combine CONFIG MEMBER MEMBER… -o OUT --data FOLDER

CONFIG has `criteria_nlp.SpanMean.v1` for a model, whose members are those given, in their order;
the mean is calibrated and measured on the development part of the data.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import load_config, load_model_from_config

from criteria_nlp.errors import InputError, ModelError
from criteria_nlp.pipeline.tagger import CriteriaTagger
from criteria_nlp.training.train import find_data, finish, performance


def combine(config: Path, members: Sequence[Path]) -> Language:
    """A pipeline of the config with the weights of the members.

    Raises `ModelError` where they are not as many as the config wants, or do not fit together.
    """
    nlp = load_model_from_config(load_config(config), auto_fill=True)
    whole, parts = _tagger(nlp), [_tagger(spacy.load(path)) for path in members]
    layers = whole.model.layers
    if whole.model.name != "span_mean" or len(layers) != len(parts):
        raise ModelError(f"the config is not of a mean of {len(parts)} members", str(config))
    for label in parts[0].labels:
        whole.add_label(label)
    whole.shape()
    for layer, part, path in zip(layers, parts, members, strict=True):
        if part.labels != whole.labels:
            raise ModelError("this member has other labels than the first one", str(path))
        try:
            layer.from_bytes(part.model.to_bytes())
        except ValueError as error:
            raise ModelError(
                f"this member is not of the config's shape: {error}", str(path)
            ) from None
    return nlp


def _tagger(nlp: Language) -> CriteriaTagger:
    tagger = nlp.get_pipe("criteria_tagger")
    assert isinstance(tagger, CriteriaTagger)
    return tagger


def main(arguments: Sequence[str] | None = None) -> None:
    """Combine models."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("config", type=Path)
    options.add_argument("members", type=Path, nargs="+")
    options.add_argument("-o", "--output", type=Path, required=True)
    options.add_argument("--data", type=Path, required=True)
    given = options.parse_args(arguments)
    if given.output.exists():
        raise InputError("exists already; name a folder that does not", str(given.output))
    nlp = combine(given.config, given.members)
    with tempfile.TemporaryDirectory() as scratch:
        finish(nlp, find_data(given.data, Path(scratch)).dev, given.output)
    print(performance(nlp))


if __name__ == "__main__":
    main()
