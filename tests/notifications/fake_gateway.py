"""A real HTTP server that behaves like the SMS provider, well or badly.

It recomputes the signature from the bytes that came over the wire, written from the provider's
description and sharing no code with ours.
"""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "演示-secret"


def signature_of(raw_query: str) -> tuple[str, str]:
    """(given, expected) for the query string exactly as received."""
    given, rest = "", []
    for part in raw_query.split("&"):
        name, _, value = part.partition("=")
        if name == "Signature":
            given = decode(value)
        else:
            rest.append((decode(name), decode(value)))
    rest.sort()
    line = "&".join(f"{encode(name)}={encode(value)}" for name, value in rest)
    text = f"GET&{encode('/')}&{encode(line)}"
    mac = hmac.new((SECRET + "&").encode("utf-8"), text.encode("utf-8"), hashlib.sha1)
    return given, base64.b64encode(mac.digest()).decode("ascii")


def encode(text: str) -> str:
    plain = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"
    return "".join(chr(b) if b in plain else f"%{b:02X}" for b in text.encode("utf-8"))


def decode(text: str) -> str:
    out, raw = bytearray(), text.encode("ascii")
    while raw:
        if raw[:1] == b"%":
            out.append(int(raw[1:3], 16))
            raw = raw[3:]
        else:
            out.append(raw[0])
            raw = raw[1:]
    return out.decode("utf-8")


class FakeGateway(ThreadingHTTPServer):
    """`answers` are given one a request, the last one for ever: (status, Code), "page" or "silent"."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = [(200, "OK")]
        self.received: list[dict[str, str]] = []
        self.gone = threading.Event()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def next_answer(self):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Handler(BaseHTTPRequestHandler):
    server: FakeGateway

    def do_GET(self):
        query = self.path.partition("?")[2]
        pairs = (part.partition("=") for part in query.split("&"))
        self.server.received.append({decode(name): decode(value) for name, _, value in pairs})
        given, expected = signature_of(query)
        answer = self.server.next_answer()
        if answer == "silent":
            # Taken and sent, but the answer never comes.
            self.server.gone.wait(30)
            return
        if answer == "page":
            self.reply(502, b"<html>Bad gateway</html>")
            return
        status, code = answer if given == expected else (400, "SignatureDoesNotMatch")
        told = {"Code": code, "Message": code, "RequestId": "R", "BizId": "B"}
        self.reply(status, json.dumps(told).encode())

    def reply(self, status, raw):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *args):
        """Quiet."""
