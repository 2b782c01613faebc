"""The transformer in the tagger, with an encoder of two tiny layers that is made here."""

from pathlib import Path

import pytest
import spacy
from spacy.training import Example
from spacy.util import load_config

from criteria_nlp.errors import ModelError
from criteria_nlp.pipeline import build
from criteria_nlp.pipeline.tagger.checkpoints import checkpoint
from criteria_nlp.training.docbins import Converter

torch = pytest.importorskip("torch", reason="needs the extra `transformer`")
transformers = pytest.importorskip("transformers", reason="needs the extra `transformer`")
pytestmark = pytest.mark.transformer

ROOT = Path(__file__).parents[3]
CONFIG = ROOT / "models" / "en_criteria_trf" / "transformer.cfg"
TEXT = "Patients with asthma ≥ 3"


@pytest.fixture(scope="session")
def encoder(tmp_path_factory):
    """A folder with a random BERT whose pieces are letters."""
    from tokenizers import BertWordPieceTokenizer

    folder = tmp_path_factory.mktemp("encoder")
    letters = [chr(code) for code in range(33, 127)] + ["≥", "≤"]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]
    pieces += [f"##{letter}" for letter in letters]
    (folder / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    table = BertWordPieceTokenizer(str(folder / "vocab.txt"))
    fast = transformers.BertTokenizerFast(tokenizer_object=table._tokenizer)
    fast.save_pretrained(folder)
    torch.manual_seed(0)
    settings = transformers.BertConfig(
        vocab_size=len(pieces),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    transformers.BertModel(settings).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tagger(encoder, texts):
    """A pipeline of the shipped config with the tiny encoder, after a few steps of training."""
    config = load_config(CONFIG, overrides={"paths.encoder": str(encoder)}, interpolate=True)
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    docs = list(Converter().docbin(texts).get_docs(nlp.vocab))

    def examples():
        return [Example(nlp.make_doc(doc.text), doc) for doc in docs]

    optimizer = nlp.initialize(examples)
    optimizer.learn_rate = 0.02
    losses = [nlp.update(examples(), sgd=optimizer)["criteria_tagger"] for _ in range(6)]
    return nlp, losses


def vectors(nlp, *texts):
    pipe = nlp.get_pipe("criteria_tagger")
    seen, _ = pipe._views([nlp.get_pipe("criteria_normalizer")(nlp.make_doc(t)) for t in texts])
    return pipe.model.layers[0].predict(seen)


def test_it_learns_and_every_layer_moves(tagger):
    assert tagger[1][-1] < tagger[1][0]


def test_a_stored_pipeline_needs_no_encoder_and_finds_the_same(tagger, tmp_path):
    nlp = tagger[0]
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model", config={"paths": {"encoder": None}})
    one, other = vectors(nlp, TEXT)[0], vectors(again, TEXT)[0]
    assert one.shape == (5, 16)
    assert abs(one - other).max() < 0.01  # half precision


def test_embeddings_are_never_trained_not_even_those_of_a_stored_pipeline(tagger, tmp_path):
    tagger[0].to_disk(tmp_path / "model")
    for nlp in (tagger[0], spacy.load(tmp_path / "model")):
        network = nlp.get_pipe("criteria_tagger").model.layers[0].shims[0].encoder.network
        assert not any(weights.requires_grad for weights in network.embeddings.parameters())
        assert all(weights.requires_grad for weights in network.encoder.parameters())


def test_a_text_has_the_same_vectors_alone_and_among_longer_ones(tagger):
    alone = vectors(tagger[0], TEXT)[0]
    among = vectors(tagger[0], "short", TEXT, "a much longer text than the others, really " * 3)[1]
    assert abs(alone - among).max() < 1e-4


def test_a_comparator_is_one_word_however_it_is_written(tagger):
    spelled = vectors(tagger[0], "EDSS more or egal 3")[0]
    signed = vectors(tagger[0], "EDSS >= 3")[0]
    assert abs(spelled - signed).max() < 1e-4


def test_words_past_the_longest_text_have_zeros(tagger):
    found = vectors(tagger[0], "asthma " * 60)[0]
    assert found.shape == (60, 16)
    assert not found[-1].any() and found[0].any()


@pytest.mark.parametrize("missing", ["model.safetensors", "config.json", "tokenizer.json"])
def test_a_folder_that_is_not_whole_is_refused(encoder, tmp_path, missing):
    for path in encoder.iterdir():
        if path.name != missing:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    with pytest.raises(ModelError, match=missing):
        checkpoint(str(tmp_path))


def test_a_name_that_was_not_downloaded_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match="hf download nobody/no-such-encoder"):
        checkpoint("nobody/no-such-encoder")


def test_a_config_without_an_encoder_says_what_is_missing():
    nlp = spacy.util.load_model_from_config(load_config(CONFIG), auto_fill=True)
    doc = build(())("Known asthma")
    doc.spans["sc"] = [doc.char_span(6, 12, "Condition")]
    nlp.vocab.strings.add("Condition")
    with pytest.raises(ModelError, match=r"--paths\.encoder"):
        nlp.initialize(lambda: [Example(nlp.make_doc(doc.text), doc)])


def test_masked_words_can_be_learned(encoder, tmp_path):
    from criteria_nlp.training.masked_lm import adapt

    lines = ["patients with asthma", "no history of migraine", "aspirin at screening"]
    losses = adapt(str(encoder), lines, tmp_path / "adapted", steps=40)
    assert len(losses) == 40
    assert sum(losses[-10:]) < sum(losses[:10])
    checkpoint(str(tmp_path / "adapted"))
