"""What people do to a plan: take a step, add a goal, move it on, propose and agree, mark what they read, comment.

Every function takes who does it as `by=`. Whether that person may see what it is about is decided before, by
`people.access`; what only the person or only an author may do is checked here again.
"""

from skillmatrix.people.problems import Overtaken, Unacceptable

from .agreeing import agree, propose, withdraw
from .comments import add_comment, change_comment, delete_comment, restore_comment
from .goals import add_goal, change_item, take_step
from .moving import move, undo
from .resources import mark_resource
from .wording import Content, MotiveContent

__all__ = [
    "Content",
    "MotiveContent",
    "Overtaken",
    "Unacceptable",
    "add_comment",
    "add_goal",
    "agree",
    "change_comment",
    "change_item",
    "delete_comment",
    "mark_resource",
    "move",
    "propose",
    "restore_comment",
    "take_step",
    "undo",
    "withdraw",
]
