"""Whoever transcribes: what nobody said is not in the result."""

from dataclasses import replace

import pytest

from application.assembly import transcript_of
from application.transcription_pipeline import TranscriptionPipeline
from domain.doubt import Doubt
from domain.speech import speech_thresholds
from tests.fakes.engines import HELLO
from tests.fakes.jobs import TINY
from tests.fakes.pipeline import Engines, a_run
from tests.fakes.progress import Notes
from tests.fakes.transcripts import SURE, a_segment, a_word

NOBODY = replace(SURE, no_speech_probability=0.9)


async def test_what_is_certainly_invented_is_left_out_with_a_warning(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    thanks = a_segment(a_word(" Thank", 1.9, 1.95), a_word(" you.", 1.95, 2.0))
    made_up = replace(thanks, decoding=NOBODY)
    engines.transcriber.says = replace(HELLO, segments=(*HELLO.segments, made_up))
    transcript = transcript_of(await pipeline(a_run(notes)), TINY)
    assert transcript.text == "Hello there. General Kenobi."
    assert transcript.warnings == (
        "Text that nobody seems to have said was left out: 0.1 s stood where nobody speaks.",
    )


async def test_what_is_in_doubt_is_marked_to_the_end(
    pipeline: TranscriptionPipeline, engines: Engines, notes: Notes
) -> None:
    doubtful = replace(HELLO.segments[1], decoding=NOBODY)
    engines.transcriber.says = replace(HELLO, segments=(HELLO.segments[0], doubtful))
    transcript = transcript_of(await pipeline(a_run(notes)), TINY)
    assert [segment.doubts for segment in transcript.segments] == [(), (Doubt.NO_SPEECH,)]
    assert transcript.warnings == ()


@pytest.mark.parametrize(("onset", "told"), [(0.99, True), (None, False), (0.2, False)])
async def test_a_threshold_that_no_speech_reaches_is_told(
    pipeline: TranscriptionPipeline,
    engines: Engines,
    notes: Notes,
    onset: float | None,
    *,
    told: bool,
) -> None:
    engines.detector.spans = ()
    engines.transcriber.says = replace(HELLO, segments=())
    options = replace(TINY, speech=speech_thresholds(onset=onset))
    transcript = transcript_of(await pipeline(a_run(notes, options=options)), options)
    assert ("nothing reached vad_onset 0.99" in " ".join(transcript.warnings)) is told
