"""Chunks are what the input says, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from criteria_nlp.batch.chunks import chunks
from criteria_nlp.errors import InputError
from criteria_nlp.readers import Source

ITEMS = st.lists(
    st.one_of(
        st.text(min_size=1, max_size=30).map(lambda text: Source(text=text, origin={"path": "a"})),
        st.just(InputError("bad", "a.csv", "row 1")),
    ),
    max_size=40,
)


def length(item: Source | InputError) -> int:
    return len(item.text) if isinstance(item, Source) else 1


@given(items=ITEMS, size=st.integers(1, 60))
def test_items_stay_in_order_and_chunks_are_full(
    items: list[Source | InputError], size: int
) -> None:
    found = list(chunks(items, size))
    assert [item for chunk in found for item in chunk.items] == items
    assert [chunk.number for chunk in found] == list(range(len(found)))
    for chunk in found:
        assert chunk.items == tuple(items[chunk.first - 1 : chunk.first - 1 + len(chunk.items)])
        assert sum(map(length, chunk.items[:-1])) < size
    assert all(sum(map(length, chunk.items)) >= size for chunk in found[:-1])


@given(items=ITEMS.filter(bool), data=st.data())
def test_a_digest_tells_chunks_apart(items: list[Source | InputError], data: st.DataObject) -> None:
    (chunk,) = chunks(items, 10_000)
    assert next(chunks(list(items), 10_000)).digest == chunk.digest
    at = data.draw(st.integers(0, len(items) - 1))
    other = data.draw(
        st.sampled_from(
            [Source(text="x" * 31), InputError("bad", "a.csv", "row 2"), Source(text="x", id="1")]
        )
    )
    (changed,) = chunks([*items[:at], other, *items[at + 1 :]], 10_000)
    assert changed.digest != chunk.digest
