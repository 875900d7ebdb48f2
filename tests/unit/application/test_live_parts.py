"""What is told while it is heard is, word for word, what the transcription then holds."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.ports.progress import ignore_fraction
from application.ports.stage_results import SpeechFound
from application.stage_work import Results, StageInput, StageWork
from application.transcription_pipeline import TranscriptionPipeline
from application.waveform import ArrayWaveform
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcription
from domain.transcription_job import Stage
from tests.fakes.engine_tables import any_aligner, any_detector, any_diarizer, any_transcriber
from tests.fakes.engines import HELLO, ScriptedTranscriber
from tests.fakes.jobs import TINY
from tests.fakes.pipeline import Engines, a_run
from tests.fakes.progress import Notes
from tests.fakes.sounds import silence
from tests.fakes.transcripts import SURE, a_segment, a_word

SPEECH = (TimeSpan(0.0, 6.0), TimeSpan(9.0, 14.0))
VOCABULARY = (" Thank", " you.", " yes", " well,", " and", " so.", " Amara.org")


@st.composite
def hearings(draw: st.DrawFn) -> tuple[Segment, ...]:
    """With stretches that repeat themselves, and with some that stand where nobody speaks."""
    segments, at = [], 0.0
    for _ in range(draw(st.integers(1, 6))):
        texts = draw(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5))
        words = []
        for text in texts * draw(st.sampled_from([1, 1, 1, 12])):
            words.append(a_word(text, at, at + 0.1, score=draw(st.sampled_from([0.2, 0.9]))))
            at += draw(st.sampled_from([0.1, 0.1, 0.6]))
        decoding = replace(
            SURE,
            no_speech_probability=draw(st.sampled_from([0.01, 0.6, 0.95])),
            average_log_probability=draw(st.sampled_from([-0.2, -1.5])),
            compression_ratio=draw(st.sampled_from([1.2, 3.5])),
        )
        segments.append(replace(a_segment(*words), decoding=decoding))
    return tuple(segments)


@settings(max_examples=60)
@given(segments=hearings(), sureness=st.sampled_from([0.3, 0.99]))
def test_what_is_told_is_what_is_kept(segments: tuple[Segment, ...], sureness: float) -> None:
    engines = Engines()
    says = replace(HELLO, segments=segments, language_probability=sureness)
    work = StageWork(
        speech_detectors=any_detector(engines.detector),
        transcribers=any_transcriber(ScriptedTranscriber(says)),
        aligners=any_aligner(engines.aligner),
        diarizers=any_diarizer(engines.diarizer),
        voice_encoder=engines.encoder,
    )
    told: list[Segment] = []

    def tell(some: Sequence[Segment]) -> None:
        told.extend(some)

    stage_input = StageInput(
        waveform=ArrayWaveform(silence(0.1)),
        options=TINY,
        results={Stage.DETECT_SPEECH: SpeechFound(SPEECH)},
        report=ignore_fraction,
        tell=tell,
    )
    kept = work(Stage.TRANSCRIBE, stage_input)
    assert isinstance(kept, Transcription)
    assert tuple(told) == kept.segments


KEPT: Final[Results] = {Stage.DETECT_SPEECH: SpeechFound(()), Stage.TRANSCRIBE: HELLO}


@pytest.mark.parametrize("done", [{}, KEPT])
async def test_a_pipeline_tells_all_of_it_also_where_an_earlier_attempt_has_kept_it(
    pipeline: TranscriptionPipeline, notes: Notes, done: Results
) -> None:
    told: list[Segment] = []
    await pipeline(replace(a_run(notes, done=done), tell=told.extend))
    assert tuple(told) == HELLO.segments
