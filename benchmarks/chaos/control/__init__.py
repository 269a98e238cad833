"""The control arm: the usual design, as well set up as it can be, under the same faults.

`transaction.on_commit(refresh_person.delay)` after the rating is saved, publishing with retries, `acks_late`,
`reject_on_worker_lost`, a short visibility timeout, and a task that tries again with backoff. What it lacks is a fact
in the database that a report is behind: whoever loses the message loses the report.
"""
