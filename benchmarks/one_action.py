"""An action server with `action_continue` alone: what a call costs, without loading any model."""

from __future__ import annotations

import sys

from rasa_sdk.executor import ActionExecutor

from actions.__main__ import server
from actions.continue_dialogue import ContinueDialogue


def main(port: int) -> None:
    executor = ActionExecutor()
    executor.register_action(ContinueDialogue())
    server(executor).run(
        host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
