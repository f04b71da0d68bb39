"""Runs a command, with no network but loopback if asked to, and writes down what it cost and whom it called.

``unshare --net python closed.py OUT.json COMMAND...`` gives the command a network that has only loopback, and
lets the kernel count the connections that any of its processes tried to open, to loopback or beyond.
"""

from __future__ import annotations

import fcntl
import json
import resource
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1


def bring_loopback_up() -> None:
    """Switch on the loopback interface, which is down in a new network namespace."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(control, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def network_counters() -> dict[str, int]:
    """Return what the kernel counted in this network namespace.

    ``opened`` are the TCP connections that were asked for, ``unreachable`` the packets and connections that
    had nowhere to go, and ``datagrams`` the UDP datagrams sent, such as questions to a name server.
    """
    lines = [line.split() for line in Path("/proc/net/snmp").read_text(encoding="ascii").splitlines()]
    counters = {
        f"{names[0]}{name}": int(value)
        for names, values in zip(lines[::2], lines[1::2], strict=True)
        for name, value in zip(names[1:], values[1:], strict=True)
    }
    return {
        "opened": counters["Tcp:ActiveOpens"],
        "unreachable": counters["Ip:OutNoRoutes"],
        "datagrams": counters["Udp:OutDatagrams"],
    }


def main() -> int:
    """Run the command and write its figures."""
    out, *command = sys.argv[1:]
    closed = not Path("/sys/class/net").exists() or socket.if_nameindex() == [(1, "lo")]
    if closed:
        bring_loopback_up()
    started = time.perf_counter()
    status = subprocess.run(command, check=False).returncode
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    facts = {
        "exit": status,
        "seconds": seconds,
        "processor_seconds": used.ru_utime + used.ru_stime,
        "network": network_counters() if closed else None,
    }
    Path(out).write_text(json.dumps(facts), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
