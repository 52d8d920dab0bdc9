"""The console's first account, so that somebody can sign in and make the others."""

from __future__ import annotations

from settings import Settings
from tickets.agents import Agents
from tickets.database import Database


def console_line(settings: Settings, url: str) -> str:
    """Where agents sign in, and with what when nobody could yet: the password is told only here.

    With FIRST_ADMIN_PASSWORD set, the web process has made the account under it.
    """
    line = f"Console: {url}/console"
    if settings.first_admin_password:
        return line
    database = Database(settings.database_url)
    try:
        made = Agents(database).ensure_first_admin(settings.first_admin_login)
    finally:
        database.close()
    if made is None:
        return line
    agent, password = made
    return f"{line}  login {agent.login}  password {password}  (shown once)"
