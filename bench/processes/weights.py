"""Prints the folder with the weights that the service transcribes with by default."""

import sys

from application.ports.model_catalog import ModelPurpose
from infrastructure.app import make_container
from infrastructure.environment import read_settings


def main() -> None:
    catalog = make_container(read_settings()).model_catalog()
    folder = catalog.locate(catalog.canonical_name(None), ModelPurpose.TRANSCRIBE)
    sys.stdout.write(str(folder))


if __name__ == "__main__":
    main()
