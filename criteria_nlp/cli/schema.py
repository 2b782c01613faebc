"""`criteria-nlp schema`: the JSON Schema of a record."""

from __future__ import annotations

import json

import typer

from criteria_nlp.schema import json_schema


def schema() -> None:
    """Print the JSON Schema of the records that `annotate` writes."""
    typer.echo(json.dumps(json_schema(), indent=2))
