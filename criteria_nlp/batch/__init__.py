"""Many texts: inputs to outputs, with several processes, and through interruptions."""

from criteria_nlp.batch.inputs import Inputs, Reading
from criteria_nlp.batch.parsing import parsed, results
from criteria_nlp.batch.run import Listener, Run
from criteria_nlp.batch.tally import Tally

__all__ = ["Inputs", "Listener", "Reading", "Run", "Tally", "parsed", "results"]
