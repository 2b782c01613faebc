"""The example records in the repository, and the registry data where they are at hand."""

import os
from pathlib import Path

import pytest

from criteria_nlp.readers import Source, read

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "corpora" / "examples"
DATA = Path(os.environ.get("CRITERIA_NLP_DATA", ROOT.parent / "shared" / "data"))


@pytest.mark.parametrize(
    ("name", "format", "ages", "phrase"),
    [
        ("EXAMPLE-MS-01.json", "ctgov_v2", ("18 Years", "55 Years"), "EDSS inferior or egal 5,5"),
        ("EXAMPLE-RENAL-01.xml", "ctgov_xml", ("18 Years", "79 Years"), "a simple renal cyst is"),
    ],
)
def test_examples(name: str, format: str, ages: tuple[str, str], phrase: str) -> None:
    (source,) = read(EXAMPLES / name)
    assert isinstance(source, Source)
    assert source.origin["format"] == format
    assert source.trial_id == Path(name).stem
    assert source.demographics is not None
    assert (source.demographics.minimum_age, source.demographics.maximum_age) == ages
    assert phrase in source.text


@pytest.mark.parametrize("folder", ["ctgov_v2", "ctgov_xml"])
def test_registry_records(folder: str) -> None:
    paths = sorted((DATA / "registry" / folder).glob("*.*"))
    if not paths:
        pytest.skip("no registry records: set CRITERIA_NLP_DATA")
    for path in paths:
        (source,) = read(path)
        assert isinstance(source, Source), source
        assert (source.trial_id, source.origin["format"]) == (path.stem, folder)
        assert source.demographics is not None


def test_compressed_rows() -> None:
    path = DATA / "criteria_text.jsonl.gz"
    if not path.exists():
        pytest.skip("no registry texts: set CRITERIA_NLP_DATA")
    found = list(read(path))
    assert len(found) > 20_000
    assert all(isinstance(source, Source) for source in found)
