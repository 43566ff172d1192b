"""What the tests of these pages ask of a page."""

import re

from django.test import Client

from assistance import computing, proposing
from assistance.models import Proposal


def errors_on(page) -> str:
    return " ".join(
        re.findall(r'class="(?:err|notice late)".*?</(?:p|div)>', text_of(page), re.DOTALL)
    )


def text_of(page) -> str:
    return page.content.decode()


def proposed(organization, actor, **options) -> Proposal:
    """A list as a worker would have computed it."""
    proposal = proposing.start(organization, actor=actor, **options)
    computing.compute(proposal.pk)
    proposal.refresh_from_db()
    return proposal


def after(client: Client, answer):
    """The page a redirect leads to."""
    assert answer.status_code == 302
    return client.get(answer.url)
