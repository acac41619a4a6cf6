"""Which device is computed on, on a machine with a GPU and on one without."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from seqlab.errors import SeqlabError
from seqlab.training.device import use_device

pytestmark = pytest.mark.keras


class Machine:
    """Takes the place of `tf.config` on a machine with some GPUs."""

    def __init__(self, *gpus: str) -> None:
        self.visible = list(gpus)
        self.growing: list[str] = []
        self.experimental = SimpleNamespace(
            set_memory_growth=lambda gpu, grows: self.growing.append(gpu) if grows else None,
            get_device_details=lambda gpu: {"device_name": gpu} if gpu else {},
        )
        self._gpus = list(gpus)

    def list_physical_devices(self, kind: str) -> list[str]:
        assert kind == "GPU"
        return self._gpus

    def get_visible_devices(self, kind: str) -> list[str]:
        assert kind == "GPU"
        return self.visible

    def set_visible_devices(self, devices: list[str], kind: str) -> None:
        assert kind == "GPU"
        self.visible = devices


@pytest.fixture
def machine_with(monkeypatch: pytest.MonkeyPatch) -> Any:
    import tensorflow as tf

    def put(*gpus: str) -> Machine:
        machine = Machine(*gpus)
        monkeypatch.setattr(tf, "config", machine)
        return machine

    return put


@pytest.mark.parametrize("wanted", ["auto", "cpu"])
def test_without_a_gpu_the_cpu_is_used(wanted: Any, machine_with: Any) -> None:
    machine_with()
    assert use_device(wanted) == "CPU"


@pytest.mark.parametrize("wanted", ["auto", "gpu"])
def test_a_gpu_is_used_by_its_name_and_takes_memory_as_it_needs_it(
    wanted: Any, machine_with: Any
) -> None:
    machine = machine_with("RTX 4070", "RTX 4090")
    assert use_device(wanted) == "GPU: RTX 4070"
    assert machine.growing == ["RTX 4070", "RTX 4090"]
    assert machine.visible == ["RTX 4070", "RTX 4090"]


def test_a_gpu_without_a_name_is_one_too(machine_with: Any) -> None:
    machine_with("")
    assert use_device("auto") == "GPU: unnamed"


def test_a_gpu_is_hidden_where_the_cpu_is_asked_for(machine_with: Any) -> None:
    machine = machine_with("RTX 4070")
    assert use_device("cpu") == "CPU"
    assert machine.visible == []
    assert machine.growing == []


def test_a_gpu_that_is_asked_for_and_missing_is_an_error_with_remedies(machine_with: Any) -> None:
    machine_with()
    with pytest.raises(SeqlabError, match="is gpu, but TensorFlow") as caught:
        use_device("gpu")
    assert "seqlab[gpu]" in str(caught.value)
    assert "training.device=auto" in str(caught.value)
