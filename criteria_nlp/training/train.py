"""Train a model from annotated texts: from a corpus to a folder that `spacy.load` reads.

    corpus → DocBins → spaCy's training loop → calibration → model folder

The last weights are kept, not those that were best on the development texts: so a figure on these
is not the best of several tries.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import spacy
from spacy.language import Language
from spacy.training import Corpus
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as run_training
from spacy.util import load_config

from criteria_nlp.errors import InputError
from criteria_nlp.readers.annotated import AnnotatedText
from criteria_nlp.training.calibration import calibrate
from criteria_nlp.training.corpora import read_corpus
from criteria_nlp.training.curve import learning_curve
from criteria_nlp.training.docbins import Converter

LOG = "training.jsonl"
VECTORS = "vectors.npz"


class Data(NamedTuple):
    """The DocBins to learn from and to measure on while learning."""

    train: Path
    dev: Path


def find_data(source: Path, folder: Path, silver: Path | None = None) -> Data:
    """The DocBins of a corpus, written to `folder`; with silver labels, gold counts twice.

    A corpus is a folder with `annotation/` (ours, with splits), one with `train_spans.jsonl` and
    `val_spans.jsonl` (Chia's published split), or one with `train.*` and `dev.*` in any annotated
    format. Raises `InputError` of any other.
    """
    if (source / "annotation").is_dir():
        parts = read_corpus(source, split="train"), read_corpus(source, split="dev")
    else:
        parts = read_corpus(_part(source, "train")), read_corpus(_part(source, "dev", "val"))
    train = folder / "train"
    train.mkdir()
    gold = _stored(parts[0], train / "gold.spacy")
    if silver is not None:
        shutil.copy(gold, train / "gold_again.spacy")
        shutil.copy(silver, train / "silver.spacy")
    return Data(train, _stored(parts[1], folder / "dev.spacy"))


def _part(source: Path, *names: str) -> Path:
    found = sorted(path for name in names for path in source.glob(f"{name}[._]*") if path.is_file())
    if len(found) != 1:
        what = f"{len(found)} files" if found else "no file"
        raise InputError(f"has {what} for {' or '.join(names)}, and one is needed", str(source))
    return found[0]


def _stored(texts: Iterable[AnnotatedText], path: Path) -> Path:
    Converter().docbin(texts).to_disk(path)
    return path


def train(
    config: Path,
    output: Path,
    source: Path,
    overrides: Mapping[str, Any] | None = None,
    silver: Path | None = None,
) -> Language:
    """Train on a corpus folder and write the model to `output`, which must not exist yet.

    `overrides` are values of the config by their dotted names; `silver` is a DocBin that a larger
    model labelled. Word vectors are those beside the config, unless it names others. Raises
    `InputError` where the config or the data are wrong, `ModelError` where an encoder is not there.
    """
    if output.exists():
        raise InputError("exists already; name a folder that does not", str(output))
    # Before the hours, not after them: a place that cannot be written to.
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        data = find_data(source, Path(scratch), silver)
        log = Path(scratch) / LOG
        nlp = init_nlp(_config(config, data, log, overrides or {}))
        steps = Path(scratch) / "steps"
        steps.mkdir()
        run_training(nlp, steps, stdout=sys.stdout, stderr=sys.stderr)
        trained = spacy.load(steps / "model-last")
        finish(trained, data.dev, output)
        _keep_log(log, output)
    return trained


def finish(nlp: Language, dev: Path, output: Path) -> None:
    """Calibrate a trained pipeline on the DocBin `dev`, measure it there, and write it."""
    slope, intercept = calibrate(nlp, Corpus(dev)(nlp))
    print(f"calibration: slope {slope:.3f}, intercept {intercept:.3f}")
    nlp.meta["performance"] = nlp.evaluate(list(Corpus(dev)(nlp)))
    save(nlp, output)


def _config(config: Path, data: Data, log: Path, overrides: Mapping[str, Any]) -> Any:
    if not config.is_file():
        raise InputError("there is no such config", str(config))
    logger = {
        "@loggers": "spacy.ConsoleLogger.v3",
        "progress_bar": "train",
        "console_output": True,
        "output_file": str(log),
    }
    changes = {"paths.train": str(data.train), "paths.dev": str(data.dev), **overrides}
    if (vectors := config.parent / VECTORS).exists():
        changes.setdefault("paths.vectors", str(vectors))
    loaded = load_config(config, overrides=changes, interpolate=False)
    loaded["training"]["logger"] = logger
    return loaded


def performance(nlp: Language) -> str:
    """The scores of a trained pipeline as lines: all labels together, then each."""
    scores = nlp.meta["performance"]
    strict, relaxed = scores["spans_sc_per_type"], scores["spans_sc_relaxed_per_type"]
    rows = [("all", scores["spans_sc_f"], scores["spans_sc_relaxed_f"])]
    rows += [(label, strict[label]["f"], relaxed[label]["f"]) for label in strict]
    heading = f"{'label':20} strict F1  relaxed F1"
    return "\n".join((heading, *(f"{name:20} {one:9.3f}  {two:10.3f}" for name, one, two in rows)))


def save(nlp: Language, output: Path) -> None:
    """Write a trained pipeline without the paths and the words that it was trained on."""
    for name in nlp.config["paths"]:
        nlp.config["paths"][name] = None
    nlp.config["training"]["logger"] = {"@loggers": "spacy.ConsoleLogger.v1", "progress_bar": False}
    nlp.to_disk(output, exclude=["vocab"])


def _keep_log(log: Path, output: Path) -> None:
    """Store how scores and losses went, as rows and as a picture."""
    shutil.copy(log, output / LOG)
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    (output / "training.svg").write_text(learning_curve(rows), encoding="utf-8")
