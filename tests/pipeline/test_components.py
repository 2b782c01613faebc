"""The components as spaCy users meet them: alone, in processes, stored, pickled."""

from __future__ import annotations

import gc
import multiprocessing
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from criteria_nlp import load, parse
from criteria_nlp.pipeline import COMPONENTS
from criteria_nlp.schema import Record, dumps, loads

Run = Callable[..., Doc]

TEXT = (
    "Inclusion Criteria:\n\n* Aged 40 to 75 years\n* At least 2 falls in the last 12 months\n"
    "* HbA1c superior or egal to 7,5 %\n\n"
    "Exclusion Criteria:\n\n* No history of gout, but asthma other than exercise-induced asthma\n"
    "* Signed consent is missing\n"
)
# What each component writes when it stands alone behind our tokenizer.
LAYERS = {
    "criteria_sectionizer": {"items", "headings", "residual"},
    "criteria_normalizer": set(),
    "criteria_tagger": {"tagged"},
    "criteria_concepts": {"mentions"},
    "criteria_quantities": {"quantities"},
    "criteria_windows": {"stretches"},
    "criteria_context": {"assertions"},
    "criteria_relations": {"relations", "mentions"},
    "criteria_logic": {"record"},
}


def blank() -> Language:
    return spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})


TOKENIZER = "criteria_nlp.Tokenizer.v1"


def record(doc: Doc) -> Record:
    made = doc._.criteria
    assert isinstance(made, Record)
    return made


# Known faults of the pipeline; a test that begins to pass must leave this table.
FAULTS: dict[str, str] = {}


@pytest.mark.parametrize(("name", "layers"), LAYERS.items())
@pytest.mark.parametrize("text", ["", "  \n", TEXT])
def test_each_component_works_alone(nlp: Language, name: str, layers: set[str], text: str) -> None:
    alone = blank()
    alone.add_pipe(name)
    doc = alone(text)
    assert set(doc._.criteria_layers or {}) == layers
    assert doc.text == text
    assert (doc._.criteria is not None) == (name == "criteria_logic")


@pytest.mark.parametrize("count", range(1, len(COMPONENTS)))
def test_every_beginning_of_the_pipeline_works(nlp: Language, count: int) -> None:
    part = blank()
    for name in COMPONENTS[:count]:
        part.add_pipe(name)
    doc = part(TEXT)
    assert doc.text == TEXT
    assert doc._.criteria is None


def test_order_and_names(nlp: Language) -> None:
    assert tuple(nlp.pipe_names) == COMPONENTS
    assert set(LAYERS) == set(COMPONENTS)


def test_no_record_before_the_pipeline_ran(nlp: Language) -> None:
    assert nlp.make_doc(TEXT)._.criteria is None


def test_views(run: Run) -> None:
    doc = run(TEXT)
    assert {"HbA1c", "gout"} <= {span.text for span in doc.spans["concepts"]}
    assert {"gout": "condition"}.items() <= {e.text: e.label_ for e in doc.ents}.items()


def test_parse_and_the_pipeline_agree(run: Run) -> None:
    assert parse(TEXT) == record(run(TEXT, "unknown"))


def test_nothing_of_a_text_waits_for_the_garbage_collector(nlp: Language) -> None:
    # What refers to itself stays until then, in the way of what comes: a fifteenth of the time.
    nlp(TEXT)
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        nlp(TEXT)
        gc.collect()
        left = {type(thing).__name__ for thing in gc.garbage if _is_ours(thing)}
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    assert left == set()


def _is_ours(thing: object) -> bool:
    return isinstance(thing, Doc) or type(thing).__module__.startswith("criteria_nlp")


def test_the_same_record_twice(run: Run) -> None:
    assert record(run(TEXT)) == record(run(TEXT))


def test_two_pipelines_agree(nlp: Language, run: Run) -> None:
    assert record(load()(TEXT)) == record(run(TEXT, "unknown"))


def test_the_record_survives_json(run: Run) -> None:
    made = record(run(TEXT))
    assert loads(dumps(made)) == made


def test_pipe(nlp: Language, run: Run) -> None:
    texts = [TEXT, "", "Gout"]
    assert [record(d) for d in nlp.pipe(texts)] == [record(run(t, "unknown")) for t in texts]


def test_two_processes(nlp: Language, run: Run) -> None:
    texts = [TEXT, "Gout", "No asthma"]
    docs = list(nlp.pipe(texts, n_process=2, batch_size=1))
    assert [record(doc) for doc in docs] == [record(run(text, "unknown")) for text in texts]


def test_doc_to_bytes(nlp: Language, run: Run) -> None:
    doc = run(TEXT)
    copy = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert record(copy) == record(doc)
    assert copy._.criteria_layers == doc._.criteria_layers


@pytest.mark.parametrize("stages", range(len(COMPONENTS) + 1))
def test_doc_bin_at_every_stage(nlp: Language, stages: int) -> None:
    with nlp.select_pipes(enable=list(COMPONENTS[:stages])):
        doc = nlp(TEXT)
    data = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (copy,) = DocBin().from_bytes(data).get_docs(nlp.vocab)
    assert copy.text == TEXT
    assert copy._.criteria_layers == doc._.criteria_layers
    assert copy._.criteria == doc._.criteria


def test_a_stored_doc_can_go_on(nlp: Language, run: Run) -> None:
    with nlp.select_pipes(enable=list(COMPONENTS[:4])):
        doc = nlp(TEXT)
    copy = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    for name in COMPONENTS[4:]:
        copy = nlp.get_pipe(name)(copy)
    assert record(copy) == record(run(TEXT, "unknown"))


def test_pickled_doc(run: Run) -> None:
    doc = run(TEXT)
    assert record(pickle.loads(pickle.dumps(doc))) == record(doc)


def test_to_disk(nlp: Language, run: Run, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert again.pipe_names == nlp.pipe_names
    assert record(again(TEXT)) == record(run(TEXT, "unknown"))


def test_to_bytes(nlp: Language, run: Run) -> None:
    again = load().from_bytes(nlp.to_bytes())
    assert record(again(TEXT)) == record(run(TEXT, "unknown"))


def test_from_config(nlp: Language, run: Run) -> None:
    again = spacy.util.load_model_from_config(nlp.config, auto_fill=True)
    assert record(again(TEXT)) == record(run(TEXT, "unknown"))


def test_pickled_pipeline(nlp: Language, run: Run) -> None:
    again = pickle.loads(pickle.dumps(nlp))
    assert record(again(TEXT)) == record(run(TEXT, "unknown"))


def test_a_spawned_process(nlp: Language, run: Run) -> None:
    """A new interpreter knows of no extension until the pipeline is unpickled there."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        doc = pool.submit(nlp, TEXT).result(timeout=60)
    assert record(doc) == record(run(TEXT, "unknown"))
