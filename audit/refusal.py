"""The one way a service says no."""


class Refused(Exception):  # noqa: N818 - `raise Refused(…)` reads as what happens
    """An act was refused. `message` is a plain Chinese sentence for the person who asked.

    `field` names the form field it belongs beside, when there is one.
    """

    def __init__(self, message: str, *, field: str = ""):
        super().__init__(message)
        self.message = message
        self.field = field
