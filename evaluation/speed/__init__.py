"""How fast the pipeline is, whole and by stage, what it takes to start, and how fast its peers are.

    python -m evaluation.speed [--lines N] [--runs N] [--startups N]

One process, one thread, lines of LCT text one at a time; a first run only warms up. Times are
CPU seconds of the process (`time.process_time`), not seconds on the wall: other programs on the
machine do not count, though they do slow the processor's caches. The runs of the pipeline and of
the peers take turns, so that what disturbs one disturbs all.
"""
