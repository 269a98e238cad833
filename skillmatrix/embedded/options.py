"""What `manage.py up` was asked to do, and whether that is possible here."""

import argparse
import errno
import ipaddress
import socket
from collections.abc import Sequence

from skillmatrix.embedded.problems import Problem
from skillmatrix.embedded.reporting import say

DEFAULT_PORT = 8000
PORTS_TO_TRY = 20


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The flags of `up`."""
    parser = argparse.ArgumentParser(
        prog="manage.py up",
        description="Set up and run Skillmatrix on this machine: PostgreSQL, Valkey, web, dispatcher, worker.",
    )
    parser.add_argument(
        "--port", type=int, help=f"where to listen (default {DEFAULT_PORT}, or the next free)"
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument(
        "--reset", action="store_true", help="start over: remove all data of the embedded stack"
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="no demo people; prints a link to set up your own"
    )
    parser.add_argument("--people", type=int, metavar="N", help="size of the demo organisation")
    parser.add_argument(
        "--demo-on-network",
        action="store_true",
        help="allow the demo accounts, whose password is public, to be reached from other machines",
    )
    options = parser.parse_args(arguments)
    if options.port is not None and not 0 < options.port < 65536:
        parser.error("--port must be between 1 and 65535")
    if options.people is not None and options.people < 1:
        parser.error("--people must be at least 1")
    if options.no_demo and options.people is not None:
        parser.error("--people makes demo people; leave out --no-demo")
    return options


def check_network(options: argparse.Namespace) -> None:
    """Demo accounts have a public password: they stay on this machine unless somebody insists."""
    if not is_loopback(options.host) and not options.no_demo and not options.demo_on_network:
        raise Problem(
            f"Listening on {options.host} would let anybody on the network sign in with the demo's public "
            "password. Add --no-demo for an installation of your own, or --demo-on-network to do it anyway."
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def free_port(host: str, wanted: int | None) -> int:
    """The port to listen on. A port that was asked for must be free; the default may move on."""
    if wanted is not None:
        if not can_listen(host, wanted):
            raise Problem(f"Port {wanted} is taken by another program. Choose another one with --port.")
        return wanted
    for port in range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TO_TRY):
        if can_listen(host, port):
            if port != DEFAULT_PORT:
                say(f"  Port {DEFAULT_PORT} is taken by another program, so this one listens on {port}.")
            return port
    last = DEFAULT_PORT + PORTS_TO_TRY - 1
    raise Problem(f"Ports {DEFAULT_PORT} to {last} are all taken. Choose another one with --port.")


def can_listen(host: str, port: int) -> bool:
    """Whether nobody listens there. Raises `Problem` when the address is none of this machine."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(place)
                probe.listen(1)
            except PermissionError as error:
                raise Problem(f"Port {port} needs more rights than this account has; use --port.") from error
    except socket.gaierror as error:
        raise Problem(f"{host} is not an address of this machine.") from error
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise Problem(f"{host} is not an address of this machine.") from error
        return False
    return True
