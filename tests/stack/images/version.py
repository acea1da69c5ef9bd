#!/usr/bin/python3
"""A version of the program as a release sees it, working or broken as /behaviour says."""
import http.server
import json
import pathlib
import signal
import sys
import threading
import time
import urllib.request

behaviour = pathlib.Path("/behaviour").read_text()
begun = time.monotonic()
counts = {200: 0, 500: 0}
PENDING = [{"database": "catalog", "version": 8, "name": "product_tags", "applied": False, "contract_after": ""}]
CONTRACT = [{"database": "catalog", "version": 9, "name": "drop_old_tags", "applied": False, "contract_after": "1.1.0"}]


def metrics():
    waiting = 5 if behaviour == "leaks" and time.monotonic() - begun > 2 else 0
    lines = [f'http_requests_total{{method="GET",route="/api/v1/products",status="{status}"}} {count}' for status, count in counts.items()]
    return "\n".join([*lines, f'db_pool_connections{{database="main",state="waiting"}} {waiting}', ""])


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        status, text = 200, "{}"
        if self.path == "/health/ready":
            status = 503 if behaviour == "sick" else 200
        elif self.path == "/metrics":
            text = metrics()
        else:
            status = 500 if behaviour == "errors" else 200
            counts[status] += 1
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


def serve():
    if behaviour == "ends":
        print("cannot begin: a setting is missing", file=sys.stderr, flush=True)
        sys.exit(3)
    if behaviour == "sick":
        print("still warming up", flush=True)
    server = http.server.ThreadingHTTPServer(("", 8000), Handler)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()


def ask(path):
    with urllib.request.urlopen("http://127.0.0.1:8000" + path, timeout=3) as answer:
        return answer.read().decode()


def main(arguments):
    if arguments[:1] == ["healthcheck"]:
        ready = ask("/health/ready")
        print(ask("/metrics") if "--metrics" in arguments else ready)
    elif arguments[:2] == ["migrate", "status"]:
        for step in CONTRACT if behaviour == "contract" else PENDING:
            print(json.dumps(step))
    elif arguments[:2] == ["migrate", "up"]:
        print("catalog    applied 0008")
    else:
        serve()


main(sys.argv[1:])
