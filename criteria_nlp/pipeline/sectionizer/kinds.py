"""The kind of every top-level item: from its heading, or from where the list turns.

Where a section has no heading of its own kind, its items are taken as a run of inclusions
followed by a run of exclusions; either may be empty. The posterior over the turning point
weighs what the items say, the layout signs of a new list, and a prior, and the confidence of an
item is the share of the posterior on its side (change-point analysis with one change).
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from criteria_nlp.pipeline.sectionizer.evidence import log_odds
from criteria_nlp.pipeline.sectionizer.outline import Node, Outline, Section
from criteria_nlp.schema.records import Kind, KindSource

# Tuned on trials that the weights were not learned from and that are not the held-out ones.
_TEMPER = 0.7  # items of one list are not independent
_BASE = 0.4  # the log-odds of an exclusion among the items that the weights were learned from
_CLIP = 4.0  # no single item outweighs its neighbours
_GAP_SIGN = 1.5  # a blank line where the list has few
_READ = 400  # characters of an item, its sub-items included
_CONSENT_SIGN = 1.0  # inclusions often end with consent and willingness
_CONSENT = re.compile(r"consent|willing|able to|agree|comply|signed", re.IGNORECASE)


class Assigned(NamedTuple):
    """A kind, where it comes from, and how sure it is."""

    kind: Kind
    source: KindSource
    confidence: float


class Prior(NamedTuple):
    """How probable it is, before reading, that a list is all inclusion, or all exclusion."""

    all_inclusion: float
    all_exclusion: float


_UNDER_INCLUSION = Prior(0.6, 0.001)
_NO_HEADING = Prior(0.35, 0.10)
_MORE_TO_COME = Prior(0.95, 0.001)  # another inclusion heading follows
_BEFORE_HEADING = Prior(0.90, 0.05)
_TOPIC_HEADING = Prior(0.97, 0.01)


def assign(text: str, tree: Outline, forced: Kind) -> list[Assigned]:
    """The kind of every node; sub-items have their parent's."""
    result: list[Assigned | None] = [None] * len(tree.nodes)
    sections = _merged(tree.sections)
    for section, prior in zip(sections, _priors(sections), strict=True):
        tops = [i for i in range(section.first, section.stop) if tree.nodes[i].parent is None]
        for index, assigned in zip(
            tops, _section(text, tree, section, tops, prior, forced), strict=True
        ):
            result[index] = assigned
    return _inherited(tree.nodes, result)


def _merged(sections: list[Section]) -> list[Section]:
    """Neighbouring sections of unknown kind are one list: it turns at most once."""
    merged: list[Section] = []
    for section in sections:
        if merged and section.kind == merged[-1].kind == "unknown":
            merged[-1] = Section("unknown", merged[-1].first, section.stop)
        else:
            merged.append(section)
    return merged


def _priors(sections: list[Section]) -> list[Prior | None]:
    """The prior of every section; None where its heading settles the matter."""
    named = {section.kind for section in sections} - {None, "unknown"}
    last = max((i for i, s in enumerate(sections) if s.kind == "inclusion"), default=-1)
    return [_prior(s.kind, named, index == last) for index, s in enumerate(sections)]


def _prior(kind: Kind | None, named: set[Kind | None], last_inclusion: bool) -> Prior | None:
    if kind == "exclusion" or (kind == "inclusion" and "exclusion" in named):
        return None
    if kind == "inclusion":
        return _UNDER_INCLUSION if last_inclusion else _MORE_TO_COME
    if kind == "unknown":
        return _TOPIC_HEADING
    return _BEFORE_HEADING if named else _NO_HEADING


def _section(
    text: str, tree: Outline, section: Section, tops: list[int], prior: Prior | None, forced: Kind
) -> list[Assigned]:
    if section.kind and (prior is None or section.kind == forced != "unknown"):
        return [Assigned(section.kind, "heading", 1.0)] * len(tops)
    if forced != "unknown" and section.kind != "inclusion":
        return [Assigned(forced, "default", 1.0)] * len(tops)
    after = turn_posterior(text, [tree.nodes[i] for i in tops], prior or _NO_HEADING)
    return [_judged(p, section.kind) for p in after]


def _judged(exclusion: float, kind: Kind | None) -> Assigned:
    if exclusion > 0.5:
        return Assigned("exclusion", "inferred", round(exclusion, 3))
    source: KindSource = "heading" if kind == "inclusion" else "inferred"
    return Assigned("inclusion", source, round(1 - exclusion, 3))


def turn_posterior(text: str, items: list[Node], prior: Prior) -> list[float]:
    """For every item the probability that the list has turned to exclusions before or at it."""
    count = len(items)
    if not count:
        return []
    odds = [_odds(text, item) for item in items]
    score = sum(map(_log_inclusion, odds))
    scores = [0.0] * (count + 1)  # scores[t]: items[t:] are exclusions
    scores[count] = score + math.log(prior.all_inclusion)
    turning = math.log(max(1e-6, 1 - sum(prior)) / max(1, count - 1))
    signs = _turning_signs(text, items)
    for t in range(count - 1, -1, -1):
        score += odds[t]  # log p(exclusion) - log p(inclusion)
        scores[t] = score + (math.log(prior.all_exclusion) if t == 0 else turning + signs[t])
    return _cumulated(scores)


def _cumulated(scores: list[float]) -> list[float]:
    """Softmax of the scores, summed up from the left, without the last."""
    top = max(scores)
    shares = [math.exp(s - top) for s in scores]
    total, running, result = sum(shares), 0.0, []
    for share in shares[:-1]:
        running += share
        result.append(min(1.0, running / total))
    return result


def _turning_signs(text: str, items: list[Node]) -> list[float]:
    """For every item what speaks for a new list to begin with it, apart from its words."""
    rare_gap = sum(item.gap for item in items) <= max(1, len(items) // 5)
    signs = [item.break_before + (_GAP_SIGN if rare_gap and item.gap else 0.0) for item in items]
    for index, item in enumerate(items[:-1]):
        if _CONSENT.search(text, item.body_start, min(item.end, item.body_start + _READ)):
            signs[index + 1] += _CONSENT_SIGN
    return signs


def _odds(text: str, item: Node) -> float:
    value = log_odds(text[item.body_start : min(item.end, item.body_start + _READ)]) - _BASE
    return _TEMPER * max(-_CLIP, min(_CLIP, value))


def _log_inclusion(odds: float) -> float:
    """log(1 / (1 + exp(odds))): the probability that log-odds of exclusion leave to inclusion."""
    return -math.log1p(math.exp(odds))


def _inherited(nodes: list[Node], result: list[Assigned | None]) -> list[Assigned]:
    complete: list[Assigned] = []
    for node, own in zip(nodes, result, strict=True):
        complete.append(own or (complete[node.parent] if node.parent is not None else _UNKNOWN))
    return complete


_UNKNOWN = Assigned("unknown", "inferred", 0.0)
