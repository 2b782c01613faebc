"""`criteria-nlp train`: annotated texts to a model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from criteria_nlp.errors import InputError

ConfigName = Annotated[
    str,
    typer.Argument(metavar="MODEL", help="A model to train anew, by name; or a config file."),
]
DataFolder = Annotated[
    Path,
    typer.Option(
        "--data",
        metavar="FOLDER",
        help="A corpus: ours (annotation/*.toml), Chia's (train_spans.jsonl, val_spans.jsonl), or "
        "a folder with one file each for train and dev in any annotated format.",
    ),
]
OutputFolder = Annotated[
    Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the model goes; new.")
]
SilverFile = Annotated[
    Path | None,
    typer.Option("--silver", metavar="FILE", help="A DocBin with labels of a larger model."),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help="Change a value of the config: training.max_steps=500."
    ),
]


def train(
    model: ConfigName,
    output: OutputFolder,
    data: DataFolder = Path("corpora/criteria"),
    silver: SilverFile = None,
    settings: Settings = None,
) -> None:
    """Train a model on a corpus, calibrate it, and print how well it does on the dev part."""
    if not data.is_dir():
        raise InputError("there is no such folder: name one with --data", str(data))
    overrides = dict(_setting(given) for given in settings or ())
    # Not before: they load spaCy.
    from criteria_nlp.pipeline.models import config_path
    from criteria_nlp.training.train import performance
    from criteria_nlp.training.train import train as run

    typer.echo(performance(run(config_path(model), output, data, overrides, silver)))


def _setting(given: str) -> tuple[str, Any]:
    name, equals, value = given.partition("=")
    if not equals:
        raise typer.BadParameter(f"{given!r} is not NAME=VALUE", param_hint="--set")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
