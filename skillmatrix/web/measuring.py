"""How long requests take, counted in this process, and the counters of all web processes as one.

The web server runs several processes, and a scrape meets one of them. Where PROMETHEUS_MULTIPROC_DIR names a folder they
write their counters into it, a file each, and whoever is asked adds them up. `manage.py up` empties the folder
when it starts; in a container it lies in memory and goes with it. Without the variable a process tells of itself alone.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from django.http import HttpRequest, HttpResponseBase
from prometheus_client import REGISTRY, CollectorRegistry, Histogram
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from skillmatrix.web.middleware import Answer

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
if os.environ.get(FOLDER_VARIABLE):
    Path(os.environ[FOLDER_VARIABLE]).mkdir(mode=0o700, parents=True, exist_ok=True)

REQUESTS = Histogram(
    "skillmatrix_request_seconds",
    "Time from a request to its answer, by the view that answered and the first digit of the status",
    ["view", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
# Addresses that nobody answers are one, or whoever makes them up would fill the memory.
NOWHERE = "none"


class MeasuringMiddleware:
    """Times every request, whatever other middleware does with it; so it stands first."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on, and count how long that took."""
        began = time.perf_counter()
        response = self.get_response(request)
        view = view_of(request)
        REQUESTS.labels(view, f"{response.status_code // 100}xx").observe(time.perf_counter() - began)
        return response


def view_of(request: HttpRequest) -> str:
    """The name of the URL that matched."""
    match = request.resolver_match
    return (match.view_name if match else "") or NOWHERE


def registry() -> CollectorRegistry:
    """The counters of this process, or of all that share its folder."""
    folder = os.environ.get(FOLDER_VARIABLE)
    if not folder:
        return REGISTRY
    forget_the_dead(Path(folder))
    shared = CollectorRegistry()
    MultiProcessCollector(shared)
    return shared


def forget_the_dead(folder: Path) -> None:
    """What a process kept in memory went with it; what it had counted stays counted."""
    for path in folder.glob("gauge_live*_*.db"):
        process = path.stem.rpartition("_")[2]
        if process.isdigit() and not is_alive(int(process)):
            mark_process_dead(int(process), str(folder))


def is_alive(process: int) -> bool:
    """Whether a process with this number exists."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
