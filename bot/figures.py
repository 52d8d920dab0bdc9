"""What Prometheus reads of Rasa's process, in its text format. Standard library only."""

from __future__ import annotations

import resource
import time
from typing import Optional

BYTES_PER_UNIT = 1024  # of ru_maxrss, on Linux


def figures(model: Optional[str]) -> str:
    """`model` is the id of the one that is loaded, None while none is."""
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_UNIT
    lines = [
        "# TYPE freemobilachat_rasa_ready gauge",
        f"freemobilachat_rasa_ready {int(model is not None)}",
        "# TYPE freemobilachat_rasa_cpu_seconds_total counter",
        f"freemobilachat_rasa_cpu_seconds_total {time.process_time():.3f}",
        "# TYPE freemobilachat_rasa_peak_memory_bytes gauge",
        f"freemobilachat_rasa_peak_memory_bytes {peak_bytes}",
    ]
    if model is not None:
        lines += [
            "# TYPE freemobilachat_model_info gauge",
            f'freemobilachat_model_info{{model="{model}"}} 1',
        ]
    return "\n".join(lines) + "\n"
