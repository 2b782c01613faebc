"""spaCy's DocBin: the annotation that `criteria-nlp convert` stored, else the spans of the Docs.

Of a Doc that was made elsewhere the mentions are its group `doc.spans["sc"]`, else its `doc.ents`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from criteria_nlp.readers.annotated.texts import AnnotatedText, Draft, Mention
from criteria_nlp.readers.opening import Opened

if TYPE_CHECKING:
    from spacy.tokens import Doc

STORED = "criteria_annotation"
"""The key of `doc.user_data` under which an annotation is kept, as JSON text."""
GROUP = "sc"
"""The group of `doc.spans` that holds all mentions: spaCy's own name for it."""


def is_docbin(head: bytes) -> bool:
    """Whether an input begins as compressed data do, and no text does."""
    return len(head) > 1 and head[0] == 0x78 and int.from_bytes(head[:2]) % 31 == 0


def read_docs(opened: Opened) -> Iterator[AnnotatedText]:
    """The text of each Doc; raises `FormatError` where the file is damaged or a Doc is wrong."""
    for number, doc in enumerate(_docs(opened), 1):
        place = f"doc {number}"
        try:
            yield from_doc(doc, place)
        except (ValueError, msgspec.MsgspecError) as error:
            raise opened.refusal(str(error), place) from None


def from_doc(doc: Doc, name: str = "") -> AnnotatedText:
    """The annotation of a Doc; `name` is its id if it has none. `ValueError` if it is wrong."""
    stored = doc.user_data.get(STORED)
    if stored is None:
        spans = doc.spans.get(GROUP, doc.ents)
        mentions = tuple(Mention(s.label_, ((s.start_char, s.end_char),)) for s in spans)
        return AnnotatedText(id=name, text=doc.text, mentions=mentions)
    found = msgspec.json.decode(stored, type=AnnotatedText)
    draft = Draft(doc.text)
    for mention in found.mentions:
        draft.mention(mention.label, mention.spans)
    return msgspec.structs.replace(found, text=doc.text)


def stored(text: AnnotatedText) -> str:
    """What a Doc keeps of an annotated text: all but the text."""
    return msgspec.json.encode(msgspec.structs.replace(text, text="")).decode()


def _docs(opened: Opened) -> Iterator[Doc]:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    try:
        yield from DocBin().from_bytes(opened.stream.read()).get_docs(Vocab())
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        reason = str(error).partition("\n")[0]
        raise opened.refusal(f"is no DocBin, or damaged: {reason}") from None
