"""Finding the model that the path of an address names."""

from application.errors import ModelNotFoundError, UnknownModelError
from application.ports.model_catalog import ModelCatalog, ModelPurpose

_TRANSCRIBING = (ModelPurpose.TRANSCRIBE, ModelPurpose.TRANSCRIBE_TORCH)


def model_named(name: str, catalog: ModelCatalog) -> str:
    """Its canonical name. Looks at disks. Raises ModelNotFoundError: an address that names nothing
    is not found, where a parameter would be wrong."""
    others = (each for each in catalog.entries() if each.purpose not in _TRANSCRIBING)
    if any(each.name == name for each in others):
        return name
    try:
        return catalog.offered_name(name)
    except UnknownModelError as error:
        raise ModelNotFoundError(str(error)) from error
