"""How Rasa is started here, and where its model is.

Standard library, Python 3.8: the set-up uses it before anything is installed.
"""

from __future__ import annotations

RASA = (".venv-rasa/bin/python", "-m", "scripts.quiet_rasa")
MODEL_NAME = "freemobilachat"
MODEL = f"models/{MODEL_NAME}.tar.gz"

# Nothing leaves the machine, TensorFlow and SQLAlchemy stay quiet, and one process takes one core:
# the sentence encoder's and NumPy's threads slow each other down when they outnumber free cores.
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "CUDA_VISIBLE_DEVICES": "-1",
    "OMP_NUM_THREADS": "1",
}
