"""Files of small series, as somebody may have them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from seqlab.datasets.series import Series


def write_shops(path: Path, lengths: Mapping[str, int], seed: int = 0) -> Path:
    """Hourly sales of some shops, all from the first of March on, with a day in them and noise.

    Args:
        path: the file.
        lengths: rows of each shop, by its name.
        seed: of the noise.
    """
    generator, lines = np.random.default_rng(seed), ["shop,time,sales,visits"]
    for level, (name, rows) in enumerate(lengths.items(), start=1):
        day = np.sin(2 * np.pi * np.arange(rows) / 24)
        sales = 10 * level + level * day + 0.3 * generator.standard_normal(rows)
        visits = 5 + day + generator.standard_normal(rows)
        hours = np.datetime64("2024-03-01T00") + np.arange(rows)
        lines += [
            f"{name},{hour}:00,{sold:.4f},{came:.4f}"
            for hour, sold, came in zip(hours, sales, visits, strict=True)
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def shops(path: Path, **settings: Any) -> Series:
    """The dataset of such a file: 6 hours to see the next 3, two days at the end for each split."""
    own: dict[str, Any] = {
        "path": str(path),
        "id_column": "shop",
        "timestamp_column": "time",
        "target": ("sales",),
        "past_dynamic_columns": ("visits",),
        "lookback": 6,
        "horizon": 3,
        "split": {"validation": 48, "test": 48},
    }
    return Series.model_validate(own | settings)
