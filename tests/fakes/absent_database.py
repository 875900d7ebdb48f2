"""A database that is gone for a while."""

from dataclasses import dataclass

from application.errors import DatabaseUnavailableError
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory


@dataclass
class AbsentDatabase:
    """Hands out units of work as long as it is there."""

    unit_of_work: UnitOfWorkFactory
    is_gone: bool = False
    refusals: int = 0

    def __call__(self) -> UnitOfWork:
        if self.is_gone:
            self.refusals += 1
            raise DatabaseUnavailableError("The database is gone.")
        return self.unit_of_work()
