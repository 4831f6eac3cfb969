"""People and the rights they hold; sign-in fills and reads these tables."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model


class Person(Model):
    """Somebody in the directory. At a shared board a person is known by a badge (``badge`` is the
    digest of what its reader types) or a PIN (``pin``: argon2id); after ``pin_failures`` wrong
    ones in a row it is refused until ``pin_rests_until``."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    unit_key: Mapped[str | None] = mapped_column(ForeignKey("unit.key"))
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    badge: Mapped[str | None] = mapped_column(unique=True)
    pin: Mapped[str | None]
    pin_failures: Mapped[int] = mapped_column(default=0)
    pin_rests_until: Mapped[datetime | None]


class Role(Model):
    """A right that a person holds on a unit and all below it (``*``: everywhere)."""

    __tablename__ = "role"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    right: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)


class Presence(Model):
    """Somebody who was recognised at a shared ``board``, from ``began_at`` until ``ended_at``.
    ``digest`` is of the token that the board then sends along with what that person does."""

    __tablename__ = "presence"

    digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    board: Mapped[str]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
