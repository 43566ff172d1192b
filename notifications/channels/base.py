"""What every channel shares: one error that says whether trying again makes sense."""


class ChannelError(Exception):
    """A message did not leave. `message` is a short Chinese reason for the reconciliation page.

    `permanent`: trying again is pointless. `answer_lost`: the gateway may have sent it, its
    answer never came; the next try may send it twice and is counted as uncertain.
    """

    def __init__(self, message: str, *, permanent: bool = False, answer_lost: bool = False):
        super().__init__(message)
        self.message = message
        self.permanent = permanent
        self.answer_lost = answer_lost
