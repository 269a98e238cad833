"""`manage.py up`: the whole stack from one command, until ctrl-C."""

import argparse
import os
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any

from skillmatrix.embedded import control, preparation, services, stack
from skillmatrix.embedded.folders import ROOT, Var
from skillmatrix.embedded.keeping import Keeper
from skillmatrix.embedded.options import check_network, free_port, is_loopback, parse
from skillmatrix.embedded.preparation import Wish
from skillmatrix.embedded.problems import Interrupted, Problem
from skillmatrix.embedded.reporting import Steps, say
from skillmatrix.embedded.services import Address
from skillmatrix.embedded.supervisor import Supervisor, last_words

SERVER_SECONDS = 60.0
APPLICATION_SECONDS = 45.0


def main(arguments: Sequence[str], started: float | None = None) -> int:
    """Run until stopped; the exit code. Raises `Problem` for what the person has to solve."""
    options = parse(arguments)
    check_network(options)
    var = Var.from_environment()
    var.create()
    with stack.locked(var) as lock:
        if options.reset:
            reset(var)
        address = Address(options.host, free_port(options.host, options.port))
        run = Run(var, address, options, Steps(started), lock)
        try:
            run.start()
            run.supervisor.run()
        except Interrupted:
            say("\n  Stopping.")
        finally:
            run.stop()
    return 0


def reset(var: Var) -> None:
    """Start over with nothing. Only the embedded database is ours to remove."""
    if os.environ.get("DATABASE_URL"):
        raise Problem("--reset empties the embedded database only, and DATABASE_URL names another one.")
    var.empty()


class Run:
    """One run of the stack, step by step."""

    def __init__(
        self, var: Var, address: Address, options: argparse.Namespace, steps: Steps, lock: IO[str]
    ) -> None:
        self.var = var
        self.address = address
        self.wish = Wish(demo=not options.no_demo, people=options.people)
        self.steps = steps
        self.servers = stack.servers(var)
        self.note(ready=False)
        self.keeper = Keeper(lock)
        self.supervisor = Supervisor(self.keeper, ROOT)
        self.supervisor.handle_signals()
        self.control = control.Control(
            var.sockets(), self.supervisor.selector, self.status, self.commands() if self.wish.demo else {}
        )
        self.variables = stack.variables(var) | network_variables(address)
        own = {"PROMETHEUS_MULTIPROC_DIR": str(var.empty_metrics())}
        if self.wish.demo:
            own["SKILLMATRIX_CONTROL"] = str(self.control.path)
        self.web = services.web(self.variables | own, address, var.log("web"))

    def start(self) -> None:
        """From nothing to a page that answers."""
        statics = None if preparation.static_is_collected(self.var) else self.begin("collectstatic")
        answer: Mapping[str, Any] | None = preparation.known_answer(self.var, self.wish)
        self.begin_servers()
        if not statics and answer is not None:  # nothing to wait for but the servers, and they are quick
            self.supervisor.start(self.web)
        self.await_servers()
        if answer is None:
            answer = self.prepare_database()
        if statics:
            with self.steps.step("Static files"):
                self.finish("collectstatic", statics)
                preparation.note_static(self.var)
        self.start_application()
        self.note(ready=True)
        self.tell(answer)

    def begin_servers(self) -> None:
        """Make their data where there is none, and start PostgreSQL and Valkey."""
        new = not (self.var.postgres / "data").exists()
        began = time.monotonic()
        for server in self.servers:
            server.create()
        if self.servers and new:
            self.steps.line("Database cluster", "made", time.monotonic() - began)
        self.supervisor.start(*self.servers)

    def await_servers(self) -> None:
        """Wait until they take connections."""
        with self.steps.step("PostgreSQL, Valkey" if self.servers else "PostgreSQL, Redis") as outcome:
            if self.servers:
                self.supervisor.wait_ready(SERVER_SECONDS, *self.servers)
            outcome.append("started" if self.servers else "yours, by their URLs")

    def start_application(self) -> None:
        """The web process first: it is what somebody waits for, and the others would slow it down."""
        with self.steps.step("Web") as outcome:
            if not self.supervisor.looks_after(self.web):
                self.supervisor.start(self.web)
            try:
                self.supervisor.wait_ready(APPLICATION_SECONDS, self.web)
            except Problem as problem:
                status = self.address.answer("/readyz")
                raise Problem(f"{self.address.url}/readyz answers {status}, not 200. {problem}") from problem
            outcome.append("answers")
        self.supervisor.start(
            services.dispatcher(self.variables, self.var.log("dispatcher")),
            services.worker(self.variables, self.var.log("worker")),
            services.bulk(self.variables, self.var.log("bulk")),
        )

    def prepare_database(self) -> Mapping[str, Any]:
        """Migrations, cache table, taxonomy and people; what `prepare` has to tell."""
        with self.steps.step("Database") as outcome:
            task = self.begin("prepare")
            self.finish("prepare", task)
            outcome.append("migrated, people there" if self.wish.demo else "migrated")
            return preparation.note_database(self.var, self.wish, self.log("prepare"))

    def begin(self, name: str) -> Any:
        """Start one of the preparing tasks with a log of its own, emptied first."""
        log = self.log(name)
        log.write_text("")
        command = [sys.executable, *preparation.command(name, self.wish)]
        environment = os.environ | dict(self.variables)
        return self.supervisor.begin(command, log=log, environment=environment)

    def finish(self, name: str, task: Any) -> None:
        """Wait for a preparing task. Raises `Problem` with its last words when it failed."""
        if self.supervisor.outcome(task):
            raise Problem(f"`manage.py {name}` failed.{last_words(self.log(name))}")

    def log(self, name: str) -> Path:
        """The log of a step."""
        return self.var.log(name)

    def note(self, *, ready: bool) -> None:
        """Tell other commands of this `var/` who runs the servers."""
        facts = {"process": os.getpid(), "command": "up", "address": self.address.url}
        self.var.note_running(facts | {"ready": ready, "demo": self.wish.demo})

    def tell(self, answer: Mapping[str, Any]) -> None:
        """What to open, and how to get in."""
        say(f"\n  Open  {self.address.url}\n")
        for line in preparation.lines_for_people(answer, self.address.url):
            say(f"  {line}")
        say(
            f"\n  Ready in {self.steps.elapsed():.1f} s. Logs are in {self.var.path / 'log'}. Ctrl-C stops it all."
        )

    def status(self) -> dict[str, Any]:
        """For the control socket."""
        return {"address": self.address.url, "demo": self.wish.demo} | self.supervisor.status()

    def commands(self) -> dict[str, control.Command]:
        """What a visitor of the demo may break, and only what we run ourselves: the worker, and our broker."""
        frozen = partial(self.supervisor.freeze, "valkey")
        ours = {"freeze-broker": frozen} if any(server.name == "valkey" for server in self.servers) else {}
        return {"kill-worker": partial(self.supervisor.kill, "worker"), **ours}

    def stop(self) -> None:
        """Stop everything and leave no trace of running."""
        self.control.close()
        self.supervisor.stop(servers=len(self.servers))
        self.var.note_running(None)
        self.keeper.close()


def network_variables(address: Address) -> dict[str, str]:
    """Under which names the web process may be addressed. What the environment says already, stays."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if not is_loopback(address.host):
        names += [socket.gethostname(), socket.getfqdn(), address.host, *own_addresses()]
    defaults = {"SITE_URL": address.url, "ALLOWED_HOSTS": ",".join(dict.fromkeys(names))}
    return {name: os.environ.get(name) or value for name, value in defaults.items()}


def own_addresses() -> list[str]:
    """The address by which this machine reaches others; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # reserved for documentation
        except OSError:
            return []
        return [probe.getsockname()[0]]
