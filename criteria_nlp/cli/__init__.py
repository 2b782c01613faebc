"""The command line, `criteria-nlp`. Only commands that parse text load the pipeline."""

from criteria_nlp.cli.app import app, main

__all__ = ["app", "main"]
