"""Where pretrained encoders come from: a folder, or the cache of downloads; never the network."""

from __future__ import annotations

from pathlib import Path

from criteria_nlp.errors import ModelError

NEEDED = ("config.json", "model.safetensors", "tokenizer.json")


def checkpoint(name: str) -> Path:
    """The folder of an encoder, given by path or by the name it has on the Hugging Face hub.

    Raises `ModelError` that says what to download where the folder is not there or not whole.
    """
    folder = Path(name)
    if not folder.is_dir():
        folder = _cached(name)
    missing = [file for file in NEEDED if not (folder / file).exists()]
    if missing:
        raise ModelError(f"the encoder has no {', '.join(missing)}", str(folder))
    return folder


def _cached(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True, allow_patterns=[*NEEDED]))
    except (LocalEntryNotFoundError, HFValidationError):
        raise ModelError(
            f"there is neither a folder nor a downloaded encoder of this name; download it with "
            f"`hf download {name}`, or give the path of a folder with {', '.join(NEEDED)}",
            name,
        ) from None
