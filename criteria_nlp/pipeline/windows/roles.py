"""The role of a stretch of time: window, since, duration, or none."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import Quantity
from criteria_nlp.pipeline.windows.piece import Piece
from criteria_nlp.pipeline.windows.surroundings import Lead, Tail


def role_of(piece: Piece, quantity: Quantity, lead: Lead | None, tail: Tail | None) -> str | None:
    """window, since or duration; null where the words around say nothing of time."""
    after = tail.role if tail else None
    if lead is not None:
        return _role_after_lead(piece, quantity, lead, after)
    if after in ("before", "after", "ago"):
        return "window"
    return "since" if after == "since" else _told_role(piece, quantity)


def _role_after_lead(piece: Piece, quantity: Quantity, lead: Lead, after: str | None) -> str | None:
    """The role that a lead gives; a weak one needs a tail, and "from" tells by its tail."""
    keys = piece.words.keys
    if lead.role == "within":
        weak = (
            " ".join(keys[lead.start : quantity.start]) in piece.lexicon.small_words["weak_leads"]
        )
        return "window" if after or not weak else None
    if lead.role != "duration":
        return "window"
    if keys[lead.start] != "from":
        return "duration"
    one_sided = quantity.explicit and (quantity.low is None or quantity.high is None)
    return "since" if after == "since" else "duration" if one_sided else None


def _told_role(piece: Piece, quantity: Quantity) -> str | None:
    """A duration told by the words after it: "2-week history of", "a year of therapy"."""
    keys, small_words, at = piece.words.keys, piece.lexicon.small_words, quantity.end
    if at < piece.stop and keys[at] in small_words["duration_nouns"]:
        return "duration"
    if at + 1 >= piece.stop or keys[at] not in ("of", "in"):
        return None
    if keys[at + 1] in small_words["lasting_words"]:
        return "duration"
    if keys[at] != "of" or keys[at + 1] in ("age", "life"):
        return None
    told = any(m.start in (at + 1, at + 2) and m.name != "age" for m in piece.mentions)
    return "duration" if told else None
