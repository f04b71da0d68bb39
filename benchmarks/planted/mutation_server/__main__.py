"""Run the server: `python -m mutation_server [--bug NAME] [--port N]`."""

from __future__ import annotations

import argparse

from . import BUGS, make_server


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(
        prog="mutation_server", description="A server of AWS operations, for fuzzers."
    )
    parser.add_argument("--bug", choices=sorted(BUGS), metavar="NAME", help="the mistake to make")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--list", action="store_true", help="name the mistakes")
    options = parser.parse_args()
    if options.list:
        for bug in BUGS.values():
            print(f"{bug.name:55} {bug.description}")
        return
    server = make_server(options.bug, options.port)
    print(server.url, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
