"""PyTorch's side: training steps of a recurrent layer. The only module that imports PyTorch."""

from __future__ import annotations

import time

import torch

from benchmarks.settings import BATCH
from benchmarks.worker import Turn

NOT_COUNTED = 10
"""Steps of each turn before the clock starts."""
LENGTH, FEATURES, UNITS = 240, 14, 32


class Forecaster(torch.nn.Module):
    """A recurrent layer and a dense output, as Keras builds them.

    Args:
        layer: `gru`, `lstm` or `bidirectional gru`.
    """

    def __init__(self, layer: str) -> None:
        super().__init__()
        both_ways = layer.startswith("bidirectional")
        kind = torch.nn.LSTM if layer == "lstm" else torch.nn.GRU
        self.recurrent = kind(FEATURES, UNITS, batch_first=True, bidirectional=both_ways)
        self.output = torch.nn.Linear(UNITS * (2 if both_ways else 1), 1)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Forecast `(batch, 1)` from windows `(batch, time, features)`."""
        _, state = self.recurrent(inputs)
        if isinstance(state, tuple):  # an LSTM's output and cell
            state = state[0]
        last = state.transpose(0, 1).flatten(1)  # (directions, batch, units) to (batch, all units)
        return self.output(last)


def torch_side(layer: str, steps: str) -> Turn:
    """Set up the model.

    Args:
        layer: `gru`, `lstm` or `bidirectional gru`.
        steps: how many to time in a turn, with each number of threads.

    Returns:
        Answers with the milliseconds of a step with PyTorch's default number of threads, the same
        with one thread, and that default number.
    """
    torch.manual_seed(1)
    model = Forecaster(layer)
    loss = torch.nn.L1Loss()
    optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-3, alpha=0.9, eps=1e-7)
    inputs, targets = torch.randn(BATCH, LENGTH, FEATURES), torch.randn(BATCH, 1)
    default = torch.get_num_threads()

    def run(count: int) -> float:
        began = time.perf_counter()
        for _ in range(count):
            optimizer.zero_grad()
            error = loss(model(inputs), targets)
            error.backward()
            optimizer.step()
        return 1000 * (time.perf_counter() - began) / count

    def turn() -> list[float]:
        found = []
        for threads in (default, 1):
            torch.set_num_threads(threads)
            run(NOT_COUNTED)
            found.append(run(int(steps)))
        return [*found, float(default)]

    return turn
