"""`manage.py dispatch`: the process that finds due work and rings the workers."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from skillmatrix.jobs.dispatcher import Dispatcher


class Command(BaseCommand):
    """Runs one dispatcher until it is told to stop."""

    help = "Find reports and jobs that are due and ring the workers for them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until SIGTERM or SIGINT."""
        dispatcher = Dispatcher()
        signal.signal(signal.SIGTERM, dispatcher.stop)
        signal.signal(signal.SIGINT, dispatcher.stop)
        dispatcher.run()
