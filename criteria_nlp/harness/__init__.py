"""The evaluation harness: predictions against gold, as figures, as JSON and as a report.

result = evaluate(Path("gold.jsonl"), predictions=Path("found.jsonl"))
result.to_json(), report(result)
"""

from criteria_nlp.harness.criteria import Reading, joined, judge_criterion
from criteria_nlp.harness.gold import Gold, load_gold
from criteria_nlp.harness.judgements import Judgement, Mark, Note
from criteria_nlp.harness.predictions import Parse, Timed
from criteria_nlp.harness.report import report
from criteria_nlp.harness.results import Result
from criteria_nlp.harness.runs import evaluate, parsed
from criteria_nlp.harness.texts import Findings, judge_text

__all__ = [
    "Findings",
    "Gold",
    "Judgement",
    "Mark",
    "Note",
    "Parse",
    "Reading",
    "Result",
    "Timed",
    "evaluate",
    "joined",
    "judge_criterion",
    "judge_text",
    "load_gold",
    "parsed",
    "report",
]
