"""What was done by hand."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Intervention(models.Model):
    """Something that whoever runs the installation did by hand on the operations page: who, what, when."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="intervention_says_what", condition=~Q(what=""))]

    def __str__(self) -> str:
        return self.what
