"""How things stood when a month was over."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class MonthEnd(models.Model):
    """What one person had shared, and what had been agreed, when a month was over: two packed vectors.

    They speak in the skills and levels of `version`; `assessments.levels.months` alone reads and writes the bytes.
    Kept once the month is over and never changed, because rows of earlier days are never added.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="month_ends")
    day = models.DateField()
    version = models.PositiveIntegerField()
    said_values = models.BinaryField()
    said_days = models.BinaryField()
    agreed_values = models.BinaryField()
    agreed_days = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="month_end_once_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} at the end of {self.day:%Y-%m}"
