"""What Rasa remembers of old dialogues fades while the product runs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.fakes.chat_product import MakeProduct
from tests.fakes.escalations import until
from tests.fakes.rasa_memory import Memory
from tickets.clock import utc_now
from tickets.trackers import Trackers


async def test_a_dialogue_that_nobody_goes_on_with_is_forgotten_after_some_days(
    make_product: MakeProduct, tmp_path: Path
) -> None:
    folder = tmp_path / "var"
    folder.mkdir()
    memory = Memory(Trackers(f"sqlite:///{tmp_path / 'test.db'}", folder))
    memory.note("alice.1", utc_now() - timedelta(days=11))
    memory.note("bob.1", utc_now() - timedelta(days=9))

    product = make_product(var_dir=folder, dialogue_days=10)

    await until(lambda: memory.senders == ["bob.1"])
    memory.close(product.config.database_url)
