"""QR codes for print: SVG with nothing in it that the Content-Security-Policy refuses."""

import segno
from django.conf import settings
from django.urls import reverse


def address(name: str, code: str) -> str:
    """What the QR says: scanned with any camera it opens the page of the station or union."""
    return settings.SITE_URL + reverse(f"organizations:{name}", args=[code])


def svg(text: str) -> str:
    """The code drawn to fill its frame, with the quiet zone the standard asks for."""
    drawn = segno.make(text, error="m", micro=False)
    return drawn.svg_inline(omitsize=True, border=4, svgclass="qr-print", lineclass=None)
