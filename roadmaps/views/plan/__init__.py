"""Pages on what somebody means to do: the plan for the person, the same for their lead, and the comments on both."""

from .comments import change_comment, comments, delete_comment, restore_comment
from .goals import add_goal, change_goal, move_goal, take_step
from .item import mark_resource, plan_item
from .lead import agree_goal, person_plan, propose_goal, withdraw_goal
from .own import first_job, plan

__all__ = [
    "add_goal",
    "agree_goal",
    "change_comment",
    "change_goal",
    "comments",
    "delete_comment",
    "first_job",
    "mark_resource",
    "move_goal",
    "person_plan",
    "plan",
    "plan_item",
    "propose_goal",
    "restore_comment",
    "take_step",
    "withdraw_goal",
]
