"""How time grows with work: check, load, replay and serve 20, 200, 2,000 and 20,000 exchanges, as a plot.

    python benchmarks/growth.py [--plot docs/growth.svg] [--rounds N]

Time is processor time, the shortest of the rounds. Work that grows tenfold should take ten times as long:
the exponent of each line, fitted over the last three sizes, is printed and stands in the plot. What is done
once (loading a model, compiling a contract) is done before.
"""

from __future__ import annotations

import argparse
import logging
import math
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from measure import line, seconds_of
from replay import call, client, interaction
from serve import BIN, seconds_a_request, served

import harness
from harness.cassette.store import load_cassette, save_cassette
from harness.report.check import check_paths

SIZES = (20, 200, 2_000, 20_000)
SERVED = "sqs.ListQueues, each another"
Work = Callable[[int], float]
"""Does work of a size, and returns the seconds that it took."""


def main() -> None:
    """Measure, print a table, and draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plot", type=Path, help="write the plot to this SVG file")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    with kinds() as works:
        found = {
            name: [shortest(work, size, arguments.rounds) for size in SIZES] for name, work in works.items()
        }
    print(line(("work", *(f"{size:,}" for size in SIZES), "exponent")))
    print(line("---" for _ in range(len(SIZES) + 2)))
    for name, seconds in found.items():
        print(line((name, *(f"{each:.3g} s" for each in seconds), f"{exponent(seconds):.2f}")))
    if arguments.plot:
        draw(found, arguments.plot)


@contextmanager
def kinds() -> Iterator[Mapping[str, Work]]:
    """Prepare every kind of work."""
    with tempfile.TemporaryDirectory() as name, served(str(BIN / "harness"), "serve", "--port") as server:
        paths = {}
        for size in SIZES:
            for ending in ("json", "yaml"):
                paths[size, ending] = path = Path(name) / f"{size}.{ending}"
                save_cassette(path, map(interaction, range(size)))
        yield {
            "check, JSON": lambda size: seconds_of(partial(check_paths, [paths[size, "json"]])),
            "check, YAML": lambda size: seconds_of(partial(check_paths, [paths[size, "yaml"]])),
            "load, JSON": lambda size: seconds_of(partial(load_cassette, paths[size, "json"])),
            "load, YAML": lambda size: seconds_of(partial(load_cassette, paths[size, "yaml"])),
            "replay": lambda size: seconds_of(partial(replay, paths[size, "json"], size)),
            "serve": lambda size: size * seconds_a_request(server, SERVED, size),
        }


def replay(path: Path, size: int) -> None:
    """Open a cassette, and ask for each of its interactions once."""
    dynamodb = client()
    with harness.use_cassette(path):
        call(dynamodb, size, size)


def shortest(work: Work, size: int, rounds: int) -> float:
    """Return the shortest time of some rounds; NaN if it is too short to be measured."""
    if size == SIZES[0]:
        work(size)  # loads models, compiles contracts, opens connections
    return min(work(size) for _ in range(rounds)) or math.nan


def exponent(seconds: list[float]) -> float:
    """Fit the exponent of growth over the last three sizes: 1 is linear."""
    points = [(math.log10(size), math.log10(each)) for size, each in zip(SIZES, seconds, strict=True)][-3:]
    x0, y0 = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((x - x0) * (y - y0) for x, y in points) / sum((x - x0) ** 2 for x, _ in points)


def draw(found: Mapping[str, list[float]], path: Path) -> None:
    """Draw both axes in powers of ten, so that linear growth is a line that rises as the grey ones do."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    mpl.rcParams |= {"svg.hashsalt": "harness", "svg.fonttype": "none", "font.size": 11}
    figure, axes = plt.subplots(figsize=(7.5, 4.8))
    for start in (1e-6, 1e-5, 1e-4, 1e-3, 1e-2):
        axes.plot(SIZES, [start * size for size in SIZES], color="0.88", linewidth=1, zorder=0)
    for (name, seconds), marker in zip(found.items(), "osD^vP", strict=True):
        axes.plot(
            SIZES, seconds, marker=marker, markersize=5, label=f"{name} (exponent {exponent(seconds):.2f})"
        )
    axes.set(xscale="log", yscale="log", xlabel="exchanges", ylabel="processor time in seconds")
    axes.set_title("Time grows as work does")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=9)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()
