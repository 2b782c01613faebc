"""Scoring: how a predicted expression compares with a gold one, and the reader of gold files."""

from criteria_nlp.scoring.counts import Counts, Share
from criteria_nlp.scoring.estimates import Estimate, bootstrap, estimates
from criteria_nlp.scoring.gold import GoldItem, read_gold
from criteria_nlp.scoring.pairing import pair_facts
from criteria_nlp.scoring.scores import CriterionScore, score_criterion, total
from criteria_nlp.scoring.truth import same_truth

__all__ = [
    "Counts",
    "CriterionScore",
    "Estimate",
    "GoldItem",
    "Share",
    "bootstrap",
    "estimates",
    "pair_facts",
    "read_gold",
    "same_truth",
    "score_criterion",
    "total",
]
