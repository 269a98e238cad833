"""What follows from ratings and is kept: reports, month ends, and what people make of them: plans and comments."""

from .comment import Comment
from .intervention import Intervention
from .month_end import MonthEnd
from .plan import Motive, PlanItem
from .report import Refresh, Report
from .resource_mark import ResourceMark

__all__ = [
    "Comment",
    "Intervention",
    "MonthEnd",
    "Motive",
    "PlanItem",
    "Refresh",
    "Report",
    "ResourceMark",
]
