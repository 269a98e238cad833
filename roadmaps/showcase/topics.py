"""What is told of each topic. Every function and every test that is named here exists: a test looks for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from . import figures
from .topic import Failure, Stop, Topic

TOPICS = (
    Topic(
        slug="async",
        title=_("Work that does not hold up a request"),
        claim=_(
            "A request writes down what is wanted, in the same transaction as the change it follows from, and answers. "
            "Whatever takes longer, or needs somebody else’s server, a worker does afterwards."
        ),
        skills=("async-model", "async-patterns", "event-driven-thinking", "scheduled-jobs"),
        path=(
            Stop(
                "skillmatrix.jobs.actions:enqueue",
                _("A wish is a row, with a key where it may be wished twice."),
            ),
            Stop(
                "skillmatrix.jobs.dispatcher:Dispatcher.round",
                _(
                    "The dispatcher hears of it or finds it, and rings a worker. No request speaks to the broker."
                ),
            ),
            Stop(
                "skillmatrix.jobs.running:run", _("A worker does it, or notes why not and when to try again.")
            ),
        ),
        figure=figures.jobs,
        failures=(
            Failure(
                _(
                    "Rung before the transaction ends, a worker sends the mail for a change that was rolled back."
                ),
                "tests/jobs/test_actions.py::test_a_wish_is_saved_with_the_change_or_not_at_all",
            ),
            Failure(
                _("Rung from the request, a broker that is dead takes every save along with it."),
                "tests/roadmaps/test_engine.py::test_engine_survives_the_death_of_worker_and_broker_in_the_middle_of_ratings",
            ),
        ),
        reading="docs/architecture.md",
    ),
    Topic(
        slug="data-modelling",
        title=_("Truth in rows, computing in vectors"),
        claim=_(
            "Every statement is a row that is only ever added. Beside them each person has one row of packed bytes, "
            "because nobody can compute a team from half a million rows in the time a page has."
        ),
        skills=("data-modeling", "data-integrity", "relational-databases", "query-optimization"),
        path=(
            Stop(
                "assessments.models.rating:Rating",
                _("What was said, by whom and when, with what must hold as constraints of the database."),
            ),
            Stop(
                "assessments.models.profile:Profile",
                _("The same as bytes: one a skill for the level, two for the day."),
            ),
            Stop("assessments.levels.saving:save", _("One statement writes both, or neither.")),
            Stop(
                "roadmaps.verifying:verify",
                _("Folds the rows again, compares them with the bytes, and names who differs."),
            ),
        ),
        figure=figures.storage,
        failures=(
            Failure(
                _("Two copies drift apart without a sound, and the one that is faster to read is believed."),
                "tests/roadmaps/test_refresh.py::test_verify_finds_a_changed_report_and_changed_bytes",
            ),
            Failure(
                _(
                    "A rule that only the forms know is broken by the first import or repair that does not use them."
                ),
                "tests/assessments/test_constraints.py::test_rating_value_fits_state",
            ),
        ),
        reading="docs/data-model.md",
    ),
    Topic(
        slug="queues",
        title=_("A queue that may be lost"),
        claim=_(
            "What has to be done is not in the queue: a report is behind when the numbers it was made from are lower "
            "than today’s. The broker only rings. A message may get lost, come twice, late or out of order."
        ),
        skills=("queue-fundamentals", "worker-design", "retries-dead-letters", "broker-tools"),
        path=(
            Stop(
                "roadmaps.refresh:RefreshSource.claim",
                _(
                    "Leases whoever is behind, skipping whom somebody else holds, and counts the try before the work."
                ),
            ),
            Stop(
                "roadmaps.refresh:refresh",
                _("Computes a chunk of people and stores it, unless something newer is there."),
            ),
            Stop(
                "roadmaps.refresh:give_back",
                _(
                    "A chunk that failed is taken apart; who fails alone waits longer each time, and at last for a human."
                ),
            ),
        ),
        figure=figures.behind,
        failures=(
            Failure(
                _(
                    "One person whose report cannot be computed fails every chunk they travel in, and everybody in it."
                ),
                "tests/roadmaps/test_refresh.py::test_refresh_one_poisoned_person_kills_nobody_else",
            ),
            Failure(
                _("A message that was held up puts an old report in the place of a newer one."),
                "tests/roadmaps/test_refresh.py::test_refresh_old_results_never_replace_newer_ones",
            ),
        ),
        reading="docs/architecture.md",
    ),
    Topic(
        slug="caching",
        title=_("Caches that cannot be wrong"),
        claim=_(
            "A process keeps what is the same for everybody, under a key that names what it was made from. When that "
            "changes, another key is asked for, so there is nothing to clear and nothing that expires."
        ),
        skills=("caching-fundamentals", "cache-layers", "cache-tools", "profiling-tuning"),
        path=(
            Stop(
                "skillmatrix.web.caching:Cache.get", _("Named, bounded and counted; no model is known here.")
            ),
            Stop(
                "skillmatrix.taxonomy.versions:load",
                _("The parsed taxonomy, by the fingerprint of its version."),
            ),
            Stop(
                "skillmatrix.taxonomy.views.fragments:fragment",
                _(
                    "Parts of published pages. A writer that asks for the request is refused when the module loads."
                ),
            ),
            Stop(
                "skillmatrix.web.middleware:PrivacyHeadersMiddleware",
                _(
                    "Browsers and proxies keep nothing of what a person saw; only static files, by their hash."
                ),
            ),
        ),
        figure=figures.caches,
        failures=(
            Failure(
                _("A page that is kept whole shows its next reader the name and the messages of the first."),
                "tests/taxonomy/test_fragments.py::test_what_alice_reads_first_tells_bob_nothing_of_her",
            ),
            Failure(
                _("A key without the version goes on showing the old words after a publish."),
                "tests/taxonomy/test_fragments.py::test_a_publish_shows_at_once",
            ),
        ),
        reading="docs/decisions/cache-of-published-pages.md",
    ),
    Topic(
        slug="idempotency",
        title=_("Sent twice, counted once"),
        claim=_(
            "A double click, an answer that got lost, a train in a tunnel: any request may come again. Each carries a "
            "key that its page made up, and the same key gets the first answer again."
        ),
        skills=("idempotency", "idempotency-keys", "concurrency-control", "distributed-systems"),
        path=(
            Stop(
                "assessments.levels.saving:save",
                _("Writes first and lets the database refuse a key that is taken."),
            ),
            Stop(
                "assessments.levels.saving:first_answer",
                _("Finds what that key was answered, and refuses other content."),
            ),
            Stop("skillmatrix.jobs.actions:enqueue", _("A wish with the same key is the same wish.")),
        ),
        figure=figures.repeats,
        failures=(
            Failure(
                _(
                    "Looking for the key before writing is not enough: two requests at once both find nothing."
                ),
                "tests/assessments/test_races.py::test_the_same_key_twice_at_once_is_one_row",
            ),
            Failure(
                _("A repeat that comes late undoes what was said in between."),
                "tests/assessments/test_races.py::test_an_old_key_changes_nothing",
            ),
        ),
        reading="docs/architecture.md",
    ),
    Topic(
        slug="observability",
        title=_("Knowing that it works"),
        claim=_(
            "What counts is not whether processes run but how long a change takes to reach the report. That is read "
            "off the rows themselves, so no process that stands still can go on saying that all is well."
        ),
        skills=("observability-concepts", "metrics-and-dashboards", "logging-and-errors", "alert-design"),
        path=(
            Stop(
                "roadmaps.operations.figures:gather",
                _(
                    "What waits, for how long, and what was given up: for the operations page and for monitoring."
                ),
            ),
            Stop(
                "skillmatrix.people.views.readyz:readyz",
                _("May this process be sent requests? Asked by whoever routes them."),
            ),
            Stop(
                "roadmaps.verifying:verify",
                _("Computes everything again and tells what is different from what is late."),
            ),
        ),
        figure=figures.delay,
        failures=(
            Failure(
                _(
                    "A worker that answers and does nothing looks well, until somebody asks when it last finished anything."
                ),
                "tests/roadmaps/test_publish_progress.py::test_nobody_at_work_is_said_after_half_a_minute",
            ),
            Failure(
                _(
                    "A process that is sent requests before the database has its migrations answers each with an error."
                ),
                "tests/people/test_readyz.py::test_not_ready_while_a_migration_is_missing",
            ),
        ),
        reading="docs/operations.md",
    ),
)
