"""All mentions of a piece: known names, compounds, learned names, unknown phrases, adjectives."""

from __future__ import annotations

from collections.abc import Sequence

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.concepts.adjectives import join_adjectives
from criteria_nlp.pipeline.concepts.compounds import join_compounds
from criteria_nlp.pipeline.concepts.doses import is_dose, with_doses
from criteria_nlp.pipeline.concepts.ellipsis import complete_names
from criteria_nlp.pipeline.concepts.free import free_tokens
from criteria_nlp.pipeline.concepts.known import find_known
from criteria_nlp.pipeline.concepts.learned import Hybrid, find_learned
from criteria_nlp.pipeline.concepts.modifiers import with_modifiers
from criteria_nlp.pipeline.concepts.participations import find_participations
from criteria_nlp.pipeline.concepts.predicates import find_predicates
from criteria_nlp.pipeline.concepts.prefixes import with_prefix
from criteria_nlp.pipeline.concepts.unknown import find_unknown
from criteria_nlp.pipeline.layers import Mention, Tagged, Words, covered

LEXICON_ALONE = Hybrid({}, 1.0)


def find_mentions(
    words: Words,
    start: int,
    stop: int,
    lexicon: Lexicon,
    tagged: Sequence[Tagged] = (),
    hybrid: Hybrid = LEXICON_ALONE,
) -> list[Mention]:
    """The concepts between two tokens, in reading order, not overlapping.

    `tagged` are the spans that the tagger found there.
    """
    studies = list(find_participations(words, start, stop, lexicon))
    within = covered([(mention.start, mention.end) for mention in studies])
    known = [
        mention
        for mention in find_known(words, start, stop, lexicon)
        if mention.start not in within and not _introduces(words, mention, stop, lexicon)
    ]
    known = sorted([*known, *studies], key=lambda mention: mention.start)
    free = free_tokens(words, start, stop, lexicon, known)
    mentions = join_compounds(words, known, free, lexicon)
    taken = covered([(mention.start, mention.end) for mention in mentions])
    learned = [
        mention
        for mention in find_learned(words, tagged, free, taken, hybrid)
        if not _introduces(words, mention, stop, lexicon)
    ]
    mentions += learned
    taken |= covered([(mention.start, mention.end) for mention in learned])
    starts = {mention.start for mention in mentions}
    mentions += [
        mention
        for mention in find_unknown(words, start, stop, free - taken, taken, lexicon)
        if mention.end not in starts and not _introduces(words, mention, stop, lexicon)
    ]
    doses = [mention for mention in mentions if is_dose(words, mention, stop, lexicon)]
    mentions = [mention for mention in mentions if mention not in doses]
    mentions = sorted(mentions, key=lambda mention: mention.start)
    mentions = join_adjectives(words, mentions, lexicon)
    mentions = [with_prefix(words, mention, start, lexicon) for mention in mentions]
    mentions = [with_modifiers(words, mention, start, lexicon, taken) for mention in mentions]
    loose = find_predicates(words, start, stop, mentions, lexicon)
    found = sorted([*mentions, *loose], key=lambda mention: mention.start)
    found = with_doses(words, found, doses, start, lexicon)
    return complete_names(words, found, start, lexicon)


def _introduces(words: Words, mention: Mention, stop: int, lexicon: Lexicon) -> bool:
    """Whether a mention is only a word such as "treatment" before "with" and the thing itself."""
    if mention.end - mention.start != 1 or mention.end >= stop:
        return False
    word, following = words.keys[mention.start], words.keys[mention.end]
    lists = lexicon.small_words
    return (
        (word in lists["occasions"] and following == "of")
        or (word in lists["intervals"] and words.texts[mention.end].casefold().startswith("of"))
        or (word in lists["light_heads"] and following in ("with", "of", "by"))
        or (word in lists["needs"] and following == "for")
    )
