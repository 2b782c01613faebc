"""Scoring: how predictions compare with a gold annotation, and the readers of our gold files."""

from criteria_nlp.scoring.calibration import Answer, Bin, Calibration, calibration
from criteria_nlp.scoring.concepts import concept_mentions
from criteria_nlp.scoring.counts import Counts, Share, added, compare
from criteria_nlp.scoring.estimates import Estimate, bootstrap
from criteria_nlp.scoring.figures import Difference, Figure, differences, figures
from criteria_nlp.scoring.gold import GoldItem, read_gold
from criteria_nlp.scoring.mentions import (
    Mention,
    pair_mentions,
    relaxed_mentions,
    strict_mentions,
)
from criteria_nlp.scoring.pairing import pair_facts
from criteria_nlp.scoring.relations import Relation, relaxed_relations, strict_relations
from criteria_nlp.scoring.scores import CriterionScore, score_criterion, total
from criteria_nlp.scoring.sheets import Sheet, Tally, sheet
from criteria_nlp.scoring.truth import same_truth

__all__ = [
    "Answer",
    "Bin",
    "Calibration",
    "Counts",
    "CriterionScore",
    "Difference",
    "Estimate",
    "Figure",
    "GoldItem",
    "Mention",
    "Relation",
    "Share",
    "Sheet",
    "Tally",
    "added",
    "bootstrap",
    "calibration",
    "compare",
    "concept_mentions",
    "differences",
    "figures",
    "pair_facts",
    "pair_mentions",
    "read_gold",
    "relaxed_mentions",
    "relaxed_relations",
    "same_truth",
    "score_criterion",
    "sheet",
    "strict_mentions",
    "strict_relations",
    "total",
]
