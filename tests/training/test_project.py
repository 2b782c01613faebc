"""The recipe of both models names what there is: its commands, its values, and our modules."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
import srsly

PROJECT = srsly.read_yaml(Path(__file__).parents[2] / "models" / "project.yml")
SCRIPTS = [line for command in PROJECT["commands"] for line in command["script"]]


def test_a_workflow_is_of_all_commands_in_their_order():
    assert PROJECT["workflows"]["all"] == [command["name"] for command in PROJECT["commands"]]


def test_every_value_is_used_and_none_is_missing():
    used = {name for line in SCRIPTS for name in re.findall(r"\$\{vars\.(\w+)\}", line)}
    assert used == set(PROJECT["vars"])


@pytest.mark.parametrize("module", re.findall(r"python -m (\S+)", "\n".join(SCRIPTS)))
def test_each_step_is_a_module_of_ours(module):
    assert module.startswith("criteria_nlp.training.") and find_spec(module)


def test_a_step_needs_only_what_an_earlier_one_makes():
    made = set()
    for command in PROJECT["commands"]:
        assert set(command.get("deps", ())) <= made
        made |= set(command.get("outputs", ()))
