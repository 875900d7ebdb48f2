"""Where the histograms divide what they count.

The first three are those of whispermlx-asr-service, so that its dashboards read the same here.
"""

from typing import Final

REQUEST_SECONDS: Final = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800)
SOUND_SECONDS: Final = (10, 30, 60, 300, 600, 1800, 3600, 7200, 14400)
MEGABYTES: Final = (1, 5, 10, 25, 50, 100, 250, 500, 1000)

STAGE_SECONDS: Final = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
LOAD_SECONDS: Final = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)
REAL_TIME_FACTORS: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 5)
"""From large GPUs to a processor that cannot keep up."""
