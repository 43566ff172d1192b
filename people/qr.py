"""QR codes on screens: member cards, bookings, second factors. Drawn without a style attribute,
which the Content-Security-Policy would refuse.
"""

import segno


def qr(text: str) -> str:
    """The text as an inline SVG that fills its frame; the frame (`.qr`) is the quiet zone."""
    return segno.make(text, error="m", micro=False).svg_inline(
        border=0, omitsize=True, svgclass="qr", lineclass=None
    )
