"""How Rasa is started here, and where its model is.

Standard library, Python 3.8: the set-up uses it before anything is installed.
"""

from __future__ import annotations

ENVIRONMENT = ".venv-rasa"
RASA = (f"{ENVIRONMENT}/bin/python", "-m", "scripts.quiet_rasa")
MODEL_NAME = "freemobilachat"
MODEL = f"models/{MODEL_NAME}.tar.gz"
