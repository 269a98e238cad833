"""Breaks everything that can break, under load, and then asks whether the promise was kept.

Real PostgreSQL, Valkey, web, two dispatchers and two workers, as `manage.py up` runs them, each started again when
it ends. Every subject is written once and then left alone: with people who are written again and again, the next
write would heal what the one before had lost, and a broken design would pass. The same faults then hit a control
arm with the usual design (`on_commit(delay)`), which has to lose something, or the whole run proves nothing.

    .venv/bin/python -m benchmarks.chaos --faults 40 --seed 1
    .venv/bin/python -m benchmarks.chaos --summary
"""
