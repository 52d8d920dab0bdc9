"""What Alembic runs; `tickets.migrate` hands it a connection with its transaction begun."""

from __future__ import annotations

from alembic import context

from tickets import desk_schema, x_schema  # noqa: F401 - their import loads every table
from tickets.alerts import schema as alerts_schema  # noqa: F401 - as above
from tickets.columns import Base
from tickets.kpis import schema as kpis_schema  # noqa: F401 - as above

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
