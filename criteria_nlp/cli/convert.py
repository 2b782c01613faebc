"""`criteria-nlp convert`: annotated corpora to the DocBin that `spacy train` reads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, cast, get_args

import typer

from criteria_nlp.batch.outputs import FileOutput, same_file
from criteria_nlp.cli.options import choice
from criteria_nlp.errors import InputError
from criteria_nlp.readers.annotated import (
    ANNOTATED_FORMATS,
    AnnotatedText,
    Relabelling,
    Target,
    load_labels,
    split_lines,
)
from criteria_nlp.readers.annotated.labels import KNOWN
from criteria_nlp.training.docbins import Converter, Interrupted, document_maker

Paths = Annotated[list[str], typer.Argument(metavar="SOURCE... OUT.spacy")]
Format = Annotated[
    str | None,
    choice(
        "--format",
        "Format of the sources, told from the content if not given",
        (*ANNOTATED_FORMATS, "criteria", "gold"),
    ),
]
Part = Annotated[
    str | None,
    typer.Option("--split", metavar="NAME", help="This part of a corpus that has parts."),
]
Labels = Annotated[
    str | None,
    typer.Option(
        "--labels",
        metavar="NAME|FILE",
        help=f"Labels by what they mean: those of {', '.join(KNOWN)}, or a TOML file.",
    ),
]
Wanted = Annotated[str, choice("--keep", "What to keep, with --labels", get_args(Target))]
ByLine = Annotated[
    bool, typer.Option("--lines/--documents", help="A Doc a line, or one a document.")
]
Pieces = Annotated[
    str, choice("--interrupted", "What becomes of a mention in pieces", get_args(Interrupted))
]
Overlapping = Annotated[
    bool, typer.Option("--overlapping/--flat", help='All mentions in spans["sc"] too, or not.')
]
Normalized = Annotated[
    bool, typer.Option("--normalized", help='"more or equal" is one token, with the norm ">=".')
]


def convert(
    paths: Paths,
    format: Format = None,
    split: Part = None,
    labels: Labels = None,
    keep: Wanted = "all",
    lines: ByLine = False,
    interrupted: Pieces = "cover",
    overlapping: Overlapping = True,
    normalized: Normalized = False,
) -> None:
    """Write annotated corpora as one DocBin, and say what was changed or left out on the way.

    A wrong or damaged source is refused with file, place and reason, and nothing is written.
    """
    *sources, output = paths
    _check_paths(sources, output)
    relabelling = Relabelling(load_labels(labels), cast(Target, keep)) if labels else None
    notes: list[str] = []
    texts = _texts(sources, format, split)
    if lines:
        texts = _in_lines(texts, notes)
    if relabelling:
        texts = map(relabelling, texts)
    converter = Converter(
        document_maker(normalized=normalized),
        interrupted=cast(Interrupted, interrupted),
        overlapping=overlapping,
    )
    with FileOutput(output) as file:
        docbin = converter.docbin(texts)
        if not converter.report.texts:
            raise InputError("holds no annotated text", path=", ".join(sources))
        file.write(docbin.to_bytes())
        file.commit()
    for note in (str(converter.report), *notes, *(_left_out(relabelling) if relabelling else ())):
        typer.echo(note, err=True)


def _check_paths(sources: list[str], output: str) -> None:
    # Whoever forgets the output must not lose the last source to it.
    if not sources or not output.endswith(".spacy"):
        raise typer.BadParameter("the sources come first, then the .spacy file to write")
    for path in sources:
        if same_file(path, output):
            raise InputError("is a source and cannot be written to as well", path=path)


def _texts(sources: list[str], format: str | None, split: str | None) -> Iterator[AnnotatedText]:
    # With the scores comes numpy, which no other command should wait for.
    from criteria_nlp.training.corpora import read_corpus

    return chain.from_iterable(read_corpus(source, format, split) for source in sources)


def _in_lines(texts: Iterator[AnnotatedText], notes: list[str]) -> Iterator[AnnotatedText]:
    """The lines of all texts; at the end a note on what did not fit into one."""
    cut = lost = 0
    for text in texts:
        lines = split_lines(text)
        cut += lines.cut
        lost += lines.lost
        yield from lines.texts
    notes.append(f"{cut} mentions cut at the end of their line, {lost} relations across lines lost")


def _left_out(relabelling: Relabelling) -> Iterator[str]:
    """What the labels left out, if anything."""
    counts = [f"{count} {label}" for label, count in relabelling.left_out.most_common()]
    if counts:
        relations = relabelling.relations_left_out
        yield f"left out by their label: {', '.join(counts)}, and {relations} relations of them"
