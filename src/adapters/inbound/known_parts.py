"""Parts of a form that an endpoint does not know are refused: none is ignored unnoticed."""

from collections.abc import Collection

from adapters.inbound.field_errors import all_refused
from adapters.inbound.form_walk import FormWalk
from adapters.inbound.streamed_form import StreamedForm


def refuse_unknown_parts(
    form: FormWalk | StreamedForm, *, known: Collection[str] = (), advice: str
) -> None:
    """`known` are the fields, which hold text; `advice` is for whoever sends another. Files that
    nobody asked for are refused whatever their part is called.

    Raises RequestValidationError.
    """
    unknown = [name for name in form.fields if name not in known]
    said = dict.fromkeys(unknown, f"unknown field of the form; {advice}")
    said |= {name: _file(name, known, advice) for name in form.other_files}
    if said:
        raise all_refused(said)


def _file(name: str, known: Collection[str], advice: str) -> str:
    if name in known:
        return "a file where text belongs; send it without a file name (with curl, without the @)"
    return f"unknown part of the form, with a file; {advice}"
