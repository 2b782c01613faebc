"""Where the trained models are: in the package once it is installed, in `models/` of a checkout."""

from __future__ import annotations

from pathlib import Path

from criteria_nlp.errors import ModelError

_PACKAGE = Path(__file__).resolve().parent.parent
PLACES = (_PACKAGE / "models", _PACKAGE.parent / "models")


def find_model(name: str | Path) -> Path | None:
    """The folder of a model, given by its name or by a path; None where it is not there."""
    folders = (Path(name), *(place / name for place in PLACES))
    return next((folder for folder in folders if (folder / "meta.json").exists()), None)


def model_path(name: str | Path) -> Path:
    """The folder of a model, given by its name or by a path.

    Raises `ModelError` that lists what there is where it is not there.
    """
    found = find_model(name)
    if found is not None:
        return found
    known = ", ".join(sorted(model_names())) or "none"
    raise ModelError(f"there is no such model; models at hand: {known}", str(name))


def config_path(name: str | Path) -> Path:
    """The training config of a model, given by its name, by its folder or as the file itself."""
    path = Path(name)
    return path if path.is_file() else model_path(name) / "config.cfg"


def model_names() -> set[str]:
    """The names of the models at hand."""
    return {path.parent.name for place in PLACES for path in place.glob("*/meta.json")}
