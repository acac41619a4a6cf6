"""What is tried next: a pure function of the search and of the trials that have ended.

Optuna keeps no state of its samplers and pruners. So none is needed here: before each proposal a
new sampler is made, whose seed comes from the search's seed and the number of the trial, and a new
study in memory, which knows of the ended trials and nothing else. A search that was killed
proposes what it would have proposed.

Trials are proposed in batches of as many as train at the same time. Each knows of the trials before
its batch, and of what the batch proposed before it, never of how far others of the batch are: that
depends on the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from seqlab.errors import SeqlabError
from seqlab.searches.search import Search

if TYPE_CHECKING:
    from optuna.pruners import BasePruner
    from optuna.samplers import BaseSampler
    from optuna.trial import FrozenTrial, Trial


def start_optuna() -> None:
    """Import Optuna, without its chatter.

    Raises:
        SeqlabError: it is not installed.
    """
    try:
        import optuna
    except ModuleNotFoundError as error:
        raise SeqlabError(
            f"A search needs Optuna, and {error.name} is not installed.",
            remedy='Install the extra: `pip install "seqlab[search]"`.',
        ) from error
    optuna.logging.set_verbosity(optuna.logging.ERROR)


def batch_begin(number: int, batch: int) -> int:
    """The first trial of the batch that a trial belongs to.

    Worked example, batches of 3: trials 3, 4 and 5 all begin at 3.
    """
    return number - number % batch


def propose(search: Search, ended: Sequence[FrozenTrial], number: int, batch: int) -> Trial:
    """Propose a trial.

    Args:
        search: what is searched.
        ended: the trials that have ended, in their order, with at least all of earlier batches.
        number: of the trial, counted from 0.
        batch: trials in one batch.

    Returns:
        A running trial of a study of its own, to report to and to ask whether to prune.
    """
    import optuna

    first = batch_begin(number, batch)
    study = optuna.create_study(
        storage=optuna.storages.InMemoryStorage(),
        study_name=search.name,  # Hyperband deals its brackets by it
        direction=search.goal.goal,
        pruner=_pruner(search),
    )
    study.add_trials(ended[:first])
    distributions = {one.key: one.distribution() for one in search.space.dimensions}
    for n in range(first, number):
        study.sampler = _sampler(search, n)
        study.ask(distributions)
    study.sampler = _sampler(search, number)
    return study.ask(distributions)


def _sampler(search: Search, number: int) -> BaseSampler:
    from optuna import samplers

    words = np.random.SeedSequence([search.file.seed, number]).generate_state(1)
    seed = int(words[0])
    match search.file.sampler:
        case "tpe":
            return samplers.TPESampler(seed=seed)
        case "random":
            return samplers.RandomSampler(seed=seed)
        case "cma_es":
            try:
                return samplers.CmaEsSampler(seed=seed, warn_independent_sampling=False)
            except ImportError as error:
                raise SeqlabError(
                    "The sampler cma_es needs the package cmaes, which is not installed.",
                    remedy='Install the extra: `pip install "seqlab[search]"`.',
                ) from error
        case "grid":
            points: dict[str, Any] = {one.key: one.steps for one in search.space.dimensions}
            # One seed for all: it orders the grid, and points are told by their places in it.
            return samplers.GridSampler(points, seed=search.file.seed)


def _pruner(search: Search) -> BasePruner:
    from optuna import pruners

    match search.file.pruner:
        case "none":
            return pruners.NopPruner()
        case "median":
            return pruners.MedianPruner()
        case "hyperband":
            return pruners.HyperbandPruner(max_resource=_most_epochs(search))


def _most_epochs(search: Search) -> int:
    for one in search.space.dimensions:
        if one.key == "training.epochs":
            values = one.parameter.values or (one.parameter.max,)
            return max(int(value) for value in values if value is not None)
    return search.experiment.training.epochs
