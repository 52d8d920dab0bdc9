"""Everything that this package refuses, as one tree.

Each message names the field and says what would be right. None holds what a customer wrote.
"""

# ruff: noqa: N818 - the names say what was refused; the root of the tree says that it is an error

from __future__ import annotations

from datetime import datetime

from tickets.vocabulary import Role, TicketState


class TicketError(Exception):
    """Root of the tree; `field` names what was wrong."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class InvalidValue(TicketError):
    """A value that no retry will make right."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"{field}: {expected}", field=field)
        self.expected = expected


class UnknownConversation(TicketError):
    """No conversation has this id."""

    def __init__(self) -> None:
        super().__init__(
            "conversation_id: no such conversation; start or ensure it first",
            field="conversation_id",
        )


class UnknownTicket(TicketError):
    """No ticket has this reference."""

    def __init__(self) -> None:
        super().__init__(
            "reference: no such ticket; a reference looks like FM-7K3Q-2F9C", field="reference"
        )


class TransitionRefused(TicketError):
    """The state machine has no such way."""

    def __init__(self, origin: TicketState, target: TicketState, allowed: str) -> None:
        super().__init__(
            f"state: {origin} cannot become {target}; from {origin} it may become {allowed}",
            field="state",
        )


class WrongState(TicketError):
    """What was asked for needs the ticket in another state."""

    def __init__(self, state: TicketState, expected: str) -> None:
        super().__init__(f"state: the ticket is {state}; it should be {expected}", field="state")


class AttemptRefused(TicketError):
    """A solution cannot be proposed or judged now."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"{field}: {expected}", field=field)


class AlreadyCovered(TicketError):
    """Another ticket of the conversation, not yet over, holds the same problem."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"reference: {reference} already covers this problem; go on with that one",
            field="reference",
        )


class TooManyGuesses(TicketError):
    """Too many wrong pairs of reference and name in the last hour."""

    def __init__(self) -> None:
        super().__init__(
            "reference: too many wrong pairs of reference and name; wait an hour",
            field="reference",
        )


class SignInRefused(TicketError):
    """Login or password is wrong; which of the two is not said."""

    def __init__(self) -> None:
        super().__init__("login: login or password is wrong; try again", field="login")


class LockedOut(TicketError):
    """Too many failed sign-ins; `until` says when the next try is heard."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"login: locked; try again after {until:%H:%M:%S} UTC", field="login")
        self.until = until


class UnknownAgent(TicketError):
    """No agent has this id, or none who may still sign in."""

    def __init__(self) -> None:
        super().__init__("agent_id: should be an active agent", field="agent_id")


class NotFound(TicketError):
    """No row of the desk has this id."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field}: there is none of this id; choose one of the list", field=field)


class TakenBy(TicketError):
    """Another agent has the ticket, or its conversation."""

    def __init__(self, display_name: str) -> None:
        super().__init__(
            f"reference: {display_name} has this ticket; ask for a transfer", field="reference"
        )
        self.display_name = display_name


class ChangedMeanwhile(TicketError):
    """Somebody saved another version since the one that was worked on."""

    def __init__(self, display_name: str, at: datetime) -> None:
        super().__init__(
            f"seen_at: {display_name} saved another version meanwhile; read that one first",
            field="seen_at",
        )
        self.display_name = display_name
        self.at = at


class NotYours(TicketError):
    """Only the agent who has the ticket may do this."""

    def __init__(self) -> None:
        super().__init__("reference: the ticket is not yours; take it first", field="reference")


class NotOfTheTeam(TicketError):
    """The ticket is another team's."""

    def __init__(self) -> None:
        super().__init__(
            "team_id: the ticket is another team's; ask a supervisor to transfer it",
            field="team_id",
        )


class RoleRequired(TicketError):
    """The agent's role does not include this."""

    def __init__(self, role: Role) -> None:
        super().__init__(f"role: should be {role} or higher", field="role")


class NotInControl(TicketError):
    """Bot or agent would speak in a conversation that the other has."""

    def __init__(self, controller: str) -> None:
        super().__init__(
            f"controller: the {controller} has the conversation; take it over or wait for it",
            field="controller",
        )


class DatabaseUnreachable(TicketError):
    """The database does not answer as it should; trying again later may help."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"DATABASE_URL: the database does not answer ({reason}); it should run, migrated",
            field="DATABASE_URL",
        )


class BackupFailed(TicketError):
    """A backup or a restoration did not happen; the database is as it was."""
