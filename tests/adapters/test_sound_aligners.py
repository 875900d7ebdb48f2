"""Giving words the times at which a model hears them: real phonemes on real speech, a wav2vec2 of
random weights that shows how such a model is loaded, and what is done when there is none."""

import json
from abc import ABC
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from adapters.outbound.engines.alignment.auto_aligner import REST, AutoAligner
from adapters.outbound.engines.alignment.listening import heard_by
from adapters.outbound.engines.alignment.phoneme_model import PhonemeModel
from adapters.outbound.engines.alignment.side_by_side import SideBySide
from adapters.outbound.engines.alignment.whisperx_aligner import WhisperxAligner
from adapters.outbound.engines.kept_times_aligner import KeptTimesAligner
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.memory.model_catalog import InMemoryModelCatalog
from adapters.outbound.models.align_models import ALIGN_REPOSITORIES
from adapters.outbound.models.model_catalog import DiskModelCatalog
from application.ports.engines.aligner import Aligner
from application.ports.model_catalog import ModelCatalog, ModelEntry, ModelPurpose, ModelSource
from application.ports.progress import ignore_fraction
from application.waveform import ArrayWaveform, Waveform
from domain.alignment_options import DEFAULT_ALIGNMENT, AlignmentOptions, Interpolation
from domain.engine_kinds import AlignerKind
from domain.estimated_words import timed, words_in
from domain.languages import Language
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcription
from tests.conftest import Recording
from tests.contract.aligner import AlignerContract
from tests.contract.transcriber import words_of
from tests.fakes.clock import FakeClock
from tests.fakes.engines import HELLO
from tests.fakes.sounds import silence
from tests.fakes.transcripts import SURE, a_segment

ENGLISH: Final = Language("en")
BECKETT: Final = "Ever tried. Ever failed. No matter. Try again. Fail again. Fail better."
SENTENCES: Final = (0.36, 1.90, 3.58, 4.94, 6.68, 8.18)
"""Seconds at which the six sentences become loud."""
NEAR: Final = 0.15


def heard_as(text: str, language: Language, waveform: Waveform) -> Transcription:
    """Nobody knows when which word was said."""
    span = TimeSpan(0.0, waveform.duration)
    words = timed(words_in(text, language), span)
    segment = Segment(span=span, text=text, words=words, decoding=SURE)
    return Transcription(language=language, language_probability=1, segments=(segment,))


@pytest.fixture(scope="module")
def beckett(recording: Recording) -> Waveform:
    return recording("beckett.wav")


@pytest.fixture(scope="module")
def models() -> ModelCache:
    return ModelCache(FakeClock())


def whisperx_aligner(catalog: ModelCatalog, models: ModelCache) -> WhisperxAligner:
    return WhisperxAligner(
        catalog=catalog, models=models, device="cpu", second=KeptTimesAligner(AlignerKind.WHISPER)
    )


class Minutes:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def auto_aligner(
    catalog: ModelCatalog, models: ModelCache, clock: Minutes | None = None
) -> AutoAligner:
    return AutoAligner(
        catalog=catalog,
        models=models,
        by_attention=KeptTimesAligner(AlignerKind.WHISPER),
        by_whisperx=whisperx_aligner(catalog, models),
        monotonic=clock or Minutes(),
    )


def times_are_right(aligned: Transcription) -> bool:
    """Of the first words of sentences; the others follow."""
    firsts = [word for word in words_of(aligned) if word.text.strip()[0].isupper()]
    errors = [abs(word.span.start - at) for word, at in zip(firsts, SENTENCES, strict=True)]
    return max(errors) < NEAR


class BeckettIsRead(AlignerContract, ABC):
    @pytest.fixture(scope="class")
    @classmethod
    def waveform(cls, beckett: Waveform) -> Waveform:
        return beckett

    @pytest.fixture(scope="class")
    @classmethod
    def heard(cls, beckett: Waveform) -> Transcription:
        return heard_as(BECKETT, ENGLISH, beckett)


class TestPhonemesWithoutWhisperx(BeckettIsRead):
    @pytest.fixture(scope="class")
    @classmethod
    def aligner(cls, catalog: ModelCatalog, models: ModelCache, phoneme_weights: Path) -> Aligner:
        assert phoneme_weights.is_dir()
        return auto_aligner(catalog, models)

    def test_words_of_which_only_the_text_is_known_are_found(self, aligned: Transcription) -> None:
        assert times_are_right(aligned)
        assert all(word.score > 0 and not word.interpolated for word in words_of(aligned))
        assert aligned.warnings == ()

    def test_words_end_before_the_pause_that_follows(self, aligned: Transcription) -> None:
        tried, ever = words_of(aligned)[1:3]
        assert ever.span.start - tried.span.end > 0.5

    def test_a_number_stands_between_its_neighbours_and_is_marked(
        self, aligner: Aligner, waveform: Waveform
    ) -> None:
        numbered = heard_as(BECKETT.replace("matter", "1984"), ENGLISH, waveform)
        no, number, again = words_of(
            aligner.align(waveform, numbered, DEFAULT_ALIGNMENT, ignore_fraction)
        )[4:7]
        assert number.text == " 1984."
        assert number.interpolated
        assert not no.interpolated
        assert no.span.end <= number.span.start < number.span.end <= again.span.start

    def test_characters_have_times_when_they_are_asked_for(
        self, aligner: Aligner, waveform: Waveform, heard: Transcription
    ) -> None:
        options = AlignmentOptions(characters=True)
        ever = words_of(aligner.align(waveform, heard, options, ignore_fraction))[0]
        assert "".join(each.text for each in ever.characters) == "Ever"
        assert ever.characters[0].span is not None
        assert ever.span.start <= ever.characters[0].span.start < ever.span.end

    def test_a_text_that_is_not_in_the_sound_keeps_its_times(self, aligner: Aligner) -> None:
        quiet = ArrayWaveform(silence(2))
        aligned = aligner.align(quiet, HELLO, DEFAULT_ALIGNMENT, ignore_fraction)
        assert len(words_of(aligned)) == len(words_of(HELLO))

    def test_a_model_of_another_language_is_not_used(
        self, aligner: Aligner, waveform: Waveform, heard: Transcription
    ) -> None:
        german = replace(heard, language=Language("de"))
        aligned = aligner.align(waveform, german, AlignmentOptions(model="en"), ignore_fraction)
        (warning,) = aligned.warnings
        assert "align_model=en does not know the language that is spoken, de" in warning
        assert aligned == replace(german, warnings=(warning,))

    def test_another_language_keeps_the_times_it_has_without_a_warning(
        self, aligner: Aligner, waveform: Waveform, heard: Transcription
    ) -> None:
        german = replace(heard, language=Language("de"))
        assert aligner.align(waveform, german, DEFAULT_ALIGNMENT, ignore_fraction) == german


def test_what_two_threads_find_is_what_one_finds(phoneme_weights: Path, beckett: Waveform) -> None:
    model = PhonemeModel.load(phoneme_weights)
    pause = silence(1.5)
    often = ArrayWaveform(np.concatenate([beckett.whole(), pause, beckett.whole(), pause]))
    once = words_of(heard_as(BECKETT, ENGLISH, beckett))
    later = [replace(word, span=_moved(word.span, beckett.duration + 1.5)) for word in once]
    segments = (a_segment(*once), a_segment(*later))
    heard = replace(heard_as(BECKETT, ENGLISH, beckett), segments=segments)
    fractions: list[float] = []
    with ThreadPoolExecutor(2) as threads:
        by_two = heard_by(
            model, often, heard, DEFAULT_ALIGNMENT, fractions.append, SideBySide(threads, 2)
        )
    assert by_two == heard_by(model, often, heard, DEFAULT_ALIGNMENT, ignore_fraction)
    assert fractions == [0.5, 1]


def _moved(span: TimeSpan, seconds: float) -> TimeSpan:
    return TimeSpan(span.start + seconds, span.end + seconds)


class TestPhonemesInWhisperx(BeckettIsRead):
    @pytest.fixture(scope="class")
    @classmethod
    def aligner(cls, catalog: ModelCatalog, models: ModelCache, phoneme_weights: Path) -> Aligner:
        pytest.importorskip("whisperx", reason="the engines extra is not installed")
        assert phoneme_weights.is_dir()
        return whisperx_aligner(catalog, models)

    def test_words_of_which_only_the_text_is_known_are_found(self, aligned: Transcription) -> None:
        assert times_are_right(aligned)
        assert aligned.warnings == ()

    def test_a_number_is_marked(self, aligner: Aligner, waveform: Waveform) -> None:
        numbered = heard_as(BECKETT.replace("matter", "1984"), ENGLISH, waveform)
        options = AlignmentOptions(interpolation=Interpolation.LINEAR)
        aligned = aligner.align(waveform, numbered, options, ignore_fraction)
        assert [word.text for word in words_of(aligned) if word.interpolated] == [" 1984."]

    def test_a_language_without_a_model_falls_back_with_a_warning(
        self, aligner: Aligner, waveform: Waveform, heard: Transcription
    ) -> None:
        latin = replace(heard, language=Language("la"))
        aligned = aligner.align(waveform, latin, DEFAULT_ALIGNMENT, ignore_fraction)
        (warning,) = aligned.warnings
        assert "align model for la: There is no model 'la'" in warning
        assert aligned == replace(latin, warnings=(warning,))

    def test_a_model_of_another_language_is_not_used(
        self, aligner: Aligner, waveform: Waveform, heard: Transcription
    ) -> None:
        latin = replace(heard, language=Language("la"))
        aligned = aligner.align(waveform, latin, AlignmentOptions(model="en"), ignore_fraction)
        first, second = aligned.warnings
        assert "align_model=en does not know the language that is spoken, la" in first
        assert "There is no model 'la'" in second

    @pytest.mark.parametrize("name", ["/etc", "../whisper/base", "someone/of-the-hub", "~"])
    def test_a_caller_names_nothing_outside_the_catalogue(
        self, aligner: Aligner, waveform: Waveform, heard: Transcription, name: str
    ) -> None:
        options = AlignmentOptions(model=name)
        aligned = aligner.align(waveform, heard, options, ignore_fraction)
        assert "There is no model" in aligned.warnings[0]


class TestAFolderOfWav2Vec2(BeckettIsRead):
    """Random weights: the words fall anywhere, but in order."""

    @pytest.fixture(scope="class")
    @classmethod
    def folders(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        root = tmp_path_factory.mktemp("models")
        write_wav2vec2(root / "alignment" / "la")
        return root

    @pytest.fixture(scope="class")
    @classmethod
    def heard(cls, beckett: Waveform) -> Transcription:
        return heard_as("Arma virumque cano, 12 Troiae.", Language("la"), beckett)

    @pytest.fixture(
        scope="class", params=[whisperx_aligner, auto_aligner], ids=["whisperx", "auto"]
    )
    @classmethod
    def aligner(cls, request: pytest.FixtureRequest, folders: Path, models: ModelCache) -> Aligner:
        aligner: Aligner = request.param(
            DiskModelCatalog.in_folder(folders, default_model="base", offline=True), models
        )
        return aligner

    def test_it_is_the_model_of_its_language(self, aligned: Transcription) -> None:
        assert aligned.warnings == ()
        assert [word.text for word in words_of(aligned) if word.interpolated] == [" 12"]
        assert all(word.score > 0 for word in words_of(aligned) if not word.interpolated)

    def test_it_is_listed(self, folders: Path) -> None:
        catalog = DiskModelCatalog.in_folder(folders, default_model="base", offline=True)
        (entry,) = [each for each in catalog.entries() if each.name == "la"]
        assert entry.purpose is ModelPurpose.ALIGN
        assert entry.source is ModelSource.LOCAL_FOLDER
        assert catalog.source_here("la", ModelPurpose.ALIGN) is ModelSource.LOCAL_FOLDER

    def test_a_damaged_one_is_a_warning(
        self, tmp_path: Path, waveform: Waveform, heard: Transcription
    ) -> None:
        folder = tmp_path / "alignment" / "la"
        folder.mkdir(parents=True)
        for name in ("config.json", "vocab.json"):
            (folder / name).write_text("{}", encoding="utf-8")
        catalog = DiskModelCatalog.in_folder(tmp_path, default_model="base", offline=True)
        aligner = whisperx_aligner(catalog, ModelCache(FakeClock()))
        aligned = aligner.align(waveform, heard, DEFAULT_ALIGNMENT, ignore_fraction)
        assert "could not be loaded" in aligned.warnings[0]


def write_wav2vec2(folder: Path) -> None:
    """A Wav2Vec2ForCTC with its processor, as small as they come."""
    pytest.importorskip("whisperx", reason="the engines extra is not installed")
    transformers = pytest.importorskip("transformers")
    folder.mkdir(parents=True)
    letters = ["<pad>", "<s>", "</s>", "<unk>", "|", *"abcdefghijklmnopqrstuvwxyz'"]
    vocabulary = {letter: number for number, letter in enumerate(letters)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    tokenizer = transformers.Wav2Vec2CTCTokenizer(str(folder / "vocab.json"), do_lower_case=True)
    extractor = transformers.Wav2Vec2FeatureExtractor(
        feature_size=1, sampling_rate=16_000, return_attention_mask=False
    )
    transformers.Wav2Vec2Processor(
        feature_extractor=extractor, tokenizer=tokenizer
    ).save_pretrained(folder)
    config = transformers.Wav2Vec2Config(
        vocab_size=len(letters),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        conv_dim=(16,) * 7,
        num_conv_pos_embeddings=16,
        num_conv_pos_embedding_groups=2,
        pad_token_id=0,
        feat_extract_norm="group",
    )
    transformers.Wav2Vec2ForCTC(config).save_pretrained(folder)


class TestWithoutTheEmbeddedModel:
    def test_auto_falls_back_in_silence_and_asks_again_later(self, beckett: Waveform) -> None:
        heard = heard_as(BECKETT, ENGLISH, beckett)
        out_of_reach = ModelEntry(
            name="en", purpose=ModelPurpose.ALIGN, source=ModelSource.HUB, is_here=False
        )
        clock = Minutes()
        catalog = InMemoryModelCatalog([out_of_reach])
        aligner = auto_aligner(catalog, ModelCache(FakeClock()), clock)
        for seconds in (0.0, REST - 1, REST + 1):
            clock.seconds = seconds
            aligned = aligner.align(beckett, heard, DEFAULT_ALIGNMENT, ignore_fraction)
            assert aligned == heard

    def test_whisperx_falls_back_with_a_warning_that_says_what_to_do(
        self, beckett: Waveform, tmp_path: Path
    ) -> None:
        pytest.importorskip("whisperx", reason="the engines extra is not installed")
        heard = heard_as(BECKETT, ENGLISH, beckett)
        catalog = DiskModelCatalog.in_folder(tmp_path, default_model="base", offline=True)
        aligner = whisperx_aligner(catalog, ModelCache(FakeClock()))
        aligned = aligner.align(beckett, heard, DEFAULT_ALIGNMENT, ignore_fraction)
        assert "HF_HUB_OFFLINE=1" in aligned.warnings[0]
        assert aligned.segments == heard.segments


def test_the_hub_is_asked_for_the_models_of_whisperx() -> None:
    alignment = pytest.importorskip("whisperx.alignment")
    own = {**ALIGN_REPOSITORIES}
    assert {code: own.pop(code) for code in alignment.DEFAULT_ALIGN_MODELS_HF} == (
        alignment.DEFAULT_ALIGN_MODELS_HF
    )
    assert own.keys() == alignment.DEFAULT_ALIGN_MODELS_TORCH.keys()


@pytest.mark.skip(reason="needs huggingface.co: the align models of other languages")
def test_a_model_of_the_hub_hears_german() -> None:
    """By hand: ALIGNER=whisperx, a German recording, and no warning in what is answered."""
