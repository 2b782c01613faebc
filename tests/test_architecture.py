"""The rules of the house on imports, held against the source as it stands."""

from __future__ import annotations

import ast
import importlib.util
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "criteria_nlp"

# Imports point up this list only; parts on one line do not know each other.
LAYERS = (
    {"errors"},
    {"extras"},
    {"schema"},
    {"lexicon"},
    {"readers", "pipeline", "exports", "screening", "scoring"},
    {"api"},
    {"training", "batch", "harness"},
    {"cli"},
    # The door: its names are resolved on first use, so only what comes last may import it.
    {"__main__"},
)
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}

# The one module of criteria_nlp/pipeline that knows the stages; it imports them when it builds.
ASSEMBLING = "__init__"

# Never at module level: they cost seconds, or are extras that need not be installed.
HEAVY = {"torch", "transformers", "safetensors", "pyspark", "pandas", "pyarrow", "duckdb"}
# May be imported inside a function, where not every command or caller needs them.
LAZY = HEAVY | {"floret", "huggingface_hub", "importlib", "medspacy", "rich", "spacy"}
# What works with torch all the time: imported in calls only, or run as a program.
TORCH = {"criteria_nlp.pipeline.tagger.pieces", "criteria_nlp.training.masked_lm"}


class Import(NamedTuple):
    """One imported name: where it stands, what it is, whether it waits for a call."""

    importer: str
    line: int
    target: str
    lazy: bool

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.target}"


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def _nodes(tree: ast.AST, lazy: bool = False) -> Iterator[tuple[ast.AST, bool]]:
    """Every node that runs, and whether only in a call; blocks for the type checker do not run."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node, lazy
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _nodes(node, lazy or inside)


def _imports(module: str, path: Path) -> Iterator[Import]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node, lazy in _nodes(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            relative = "." * node.level + (node.module or "")
            base = importlib.util.resolve_name(relative, package)
            inner = [f"{base}.{alias.name}" for alias in node.names]
            targets = [name if name in MODULES else base for name in inner]
        else:
            continue
        yield from (Import(module, node.lineno, target, lazy) for target in dict.fromkeys(targets))


IMPORTS = [found for module, path in MODULES.items() for found in _imports(module, path)]
OWN = [found for found in IMPORTS if found.target.split(".")[0] == PACKAGE.name]


def _part(module: str) -> str:
    """`criteria_nlp.schema.codec` → `schema`; the package itself → the empty string."""
    return [*module.split("."), ""][1]


def _unit(module: str) -> str:
    """`criteria_nlp.pipeline.logic.tree` → `logic`; the folder itself → `__init__`."""
    return [*module.split("."), "__init__"][2]


def _complaint(found: list[Import]) -> str:
    return "\n".join(map(str, found))


def test_every_part_has_a_layer() -> None:
    assert {_part(module) for module in MODULES} - {""} <= set(LEVEL)


def test_imports_point_one_way() -> None:
    def allowed(found: Import) -> bool:
        importer, target = _part(found.importer), _part(found.target)
        if target == "":
            return importer in {"", "batch", "cli", "__main__"}
        return importer == target or importer == "" or LEVEL[importer] > LEVEL[target]

    wrong = [found for found in OWN if not allowed(found)]
    assert not wrong, _complaint(wrong)


def test_exports_know_the_schema_only() -> None:
    known = {"exports", "schema", "extras", "errors"}
    wrong = [f for f in OWN if _part(f.importer) == "exports" and _part(f.target) not in known]
    assert not wrong, _complaint(wrong)


def test_no_cycles() -> None:
    graph: dict[str, set[str]] = {module: set() for module in MODULES}
    for found in OWN:
        if found.target != found.importer:
            graph[found.importer].add(found.target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_no_stage_imports_another_stage() -> None:
    homes = {target.partition(":")[0] for _, _, target in _declared()}
    stages = {_unit(home) for home in homes if _part(home) == "pipeline"}
    wrong = [
        found
        for found in OWN
        if _part(found.importer) == _part(found.target) == "pipeline"
        and _unit(found.importer) not in {_unit(found.target), ASSEMBLING}
        and _unit(found.target) in stages | {ASSEMBLING}
    ]
    assert not wrong, _complaint(wrong)


def test_heavy_modules_wait_for_a_call() -> None:
    heavy = [f for f in IMPORTS if not f.lazy and f.target.split(".")[0] in HEAVY]
    wrong = [found for found in heavy if found.importer not in TORCH]
    wrong += [found for found in OWN if not found.lazy and _home(found.target) in TORCH]
    assert not wrong, _complaint(wrong)


def _home(target: str) -> str:
    """The module that an imported name is of."""
    return target if target in MODULES else target.rpartition(".")[0]


def test_only_heavy_imports_hide_in_functions() -> None:
    def reasonable(found: Import) -> bool:
        importer, target = _part(found.importer), _part(found.target)
        if found not in OWN:
            return found.target.split(".")[0] in LAZY
        if _home(found.target) in TORCH:
            return True
        if importer == "pipeline":
            return _unit(found.importer) == ASSEMBLING
        # The command line loads what draws with rich, and whoever wants the pipeline loads it, and
        # spaCy with it, no sooner than needed.
        return importer == "cli" or target == "pipeline"

    wrong = [found for found in IMPORTS if found.lazy and not reasonable(found)]
    assert not wrong, _complaint(wrong)


GROUPS = {"factory": "spacy_factories", "tokenizers": "spacy_tokenizers"}


def _declared() -> Iterator[tuple[str, str, str]]:
    """Group, name and target of everything that a decorator registers with spaCy."""
    for module, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for call in getattr(node, "decorator_list", ()):
                if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                    continue
                owner = ast.unparse(call.func.value).split(".")[-1]
                if owner in {"Language", "registry"}:
                    attribute, name = call.func.attr, ast.literal_eval(call.args[0])
                    group = GROUPS.get(attribute, f"spacy_{attribute}")
                    yield group, name, f"{module}:{node.name}"  # type: ignore[attr-defined]


def test_entry_points_are_what_the_source_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = {
        (group, name, target)
        for group, targets in project["entry-points"].items()
        for name, target in targets.items()
    }
    assert listed == set(_declared())
