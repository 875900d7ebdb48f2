"""What uv is told of pip's configuration."""

from scripts.pip_settings import uv_settings


def test_a_mirror_that_pip_knows_is_told_to_uv() -> None:
    listing = "global.index-url='https://mirror.example/simple'\nglobal.timeout='60'\n"

    assert uv_settings(listing) == {"UV_DEFAULT_INDEX": "https://mirror.example/simple"}


def test_the_environment_overrules_pips_files() -> None:
    listing = ":env:.index-url='https://b.example/simple'\nglobal.index-url='https://a.example'\n"

    assert uv_settings(listing) == {"UV_DEFAULT_INDEX": "https://b.example/simple"}


def test_several_trusted_hosts_stay_several() -> None:
    listing = r"global.trusted-host='\na.example\nb.example'"

    assert uv_settings(listing) == {"UV_INSECURE_HOST": "a.example b.example"}


def test_nothing_configured_leaves_uv_as_it_is() -> None:
    assert uv_settings("") == {}
