import base64
import hashlib
import hmac
import json
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = base64.b64decode(os.environ["SENTINEL_WEBHOOK_SECRET"].removeprefix("whsec_"))
TOLERANCE_SECONDS = 300
MAX_BODY_BYTES = 1_000_000

seen = set()  # In production: a table with a unique key, kept for two days.
lock = threading.Lock()


def is_genuine(headers, body):
    """Whether one of the signatures is right and the timestamp is at most five minutes off."""
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit()) or len(timestamp) > 12:
        return False
    if abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest())
    # While a secret is being changed there are two signatures, separated by a space.
    given = [part.split(",", 1) for part in headers.get("webhook-signature", "").split(" ")]
    return any(
        # Takes the same time wherever the two differ.
        hmac.compare_digest(expected, part[1].encode())
        for part in given
        if len(part) == 2 and part[0] == "v1"
    )


def handle(event):
    """What you do with it. Quickly: put it into a queue of your own, and work afterwards."""
    print(event["type"], (event["data"] or {}).get("title", ""), flush=True)


class Receiver(BaseHTTPRequestHandler):
    timeout = 10

    def do_POST(self):
        length = self.headers.get("content-length", "")
        if not length.isdigit() or int(length) > MAX_BODY_BYTES:
            return self.answer(413)
        body = self.rfile.read(int(length))  # The bytes as they came: parse only what is verified.
        if not is_genuine(self.headers, body):
            return self.answer(401)
        message_id = self.headers["webhook-id"]
        with lock:
            if message_id not in seen:
                handle(json.loads(body))
                seen.add(message_id)
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *args):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Receiver).serve_forever()
