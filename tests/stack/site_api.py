#!/usr/bin/env python3
"""The site as a program sees it over HTTPS; for the steps of walk.d, in Python and in shell.

site_api.py wait SECONDS             waits until every container is healthy and the site is ready
site_api.py get PATH                 prints an answer of the API, signed in
site_api.py import SUPPLIER FILE     imports a file and prints the ledger
"""
import http.client
import json
import os
import pathlib
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

base_url = os.environ["BASE_URL"]
api = base_url + "/api/v1"
kept_token = pathlib.Path(os.environ["DEPLOY_FOLDER"]).parent / "token"
AWAY = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError, ssl.SSLError)


class Refused(Exception):
    """An answer that is not the one wanted."""

    def __init__(self, status, body):
        super().__init__(f"{status}: {body[:400]}")
        self.status = status


def request(method, url, body=None, headers=None, timeout=30):
    """Status, headers and bytes of an answer, whatever it is."""
    asked = urllib.request.Request(url, body, headers or {}, method=method)
    try:
        with urllib.request.urlopen(asked, timeout=timeout) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def sign_in(email=None, password=None):
    """A token; logins are counted, so one serves all steps."""
    if kept_token.exists() and email is None:
        return kept_token.read_text()
    who = {"email": email or os.environ["ADMIN_EMAIL"], "password": password or os.environ["ADMIN_PASSWORD"]}
    for _ in range(5):
        status, headers, body = request("POST", api + "/auth/login", json.dumps(who).encode(), {"Content-Type": "application/json"})
        if status == 429:
            time.sleep(float(headers["Retry-After"]))
            continue
        if status != 200:
            raise Refused(status, body)
        token = json.loads(body)["access_token"]
        if email is None:
            kept_token.write_text(token)
        return token
    raise Refused(429, b"too many logins")


def call(method, path, body=None, headers=None):
    """An answer of the API as JSON; a token that no longer holds is made anew once."""
    for may_renew in (True, False):
        sent = {"Authorization": "Bearer " + sign_in(), **(headers or {})}
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        status, _, answer = request(method, api + path, body, sent)
        if status == 401 and may_renew:
            kept_token.unlink(missing_ok=True)
            continue
        if status >= 300:
            raise Refused(status, answer)
        return json.loads(answer) if answer else None


def until(what, seconds, condition):
    """What the condition gives once it is true; while the site is away, it is not."""
    deadline = time.monotonic() + seconds
    last = None
    while time.monotonic() < deadline:
        try:
            value = condition()
            if value:
                return value
        except (*AWAY, Refused) as problem:
            last = problem
        time.sleep(0.5)
    raise AssertionError(f"{what}: not within {seconds} s" + (f" ({last})" if last else ""))


def make_supplier(code, name=None):
    try:
        call("POST", "/suppliers", {"code": code, "name": name or code})
    except Refused as problem:
        if problem.status != 409:
            raise


def start_import(supplier, file_name, content, **options):
    make_supplier(supplier)
    query = urllib.parse.urlencode({"supplier": supplier, "file_name": file_name, **options})
    return call("POST", "/imports?" + query, content, {"Content-Type": "application/octet-stream"})["id"]


def ended_import(identifier, seconds=300):
    ended = until(
        f"the import {identifier} ends",
        seconds,
        lambda: (seen := call("GET", f"/imports/{identifier}"))["status"] in ("finished", "failed", "dead", "cancelled") and seen,
    )
    assert ended["status"] == "finished", f"the import ended as {ended['status']}: {ended.get('problem')}"
    assert ended["ledger"]["balances"], ended["ledger"]
    return ended["ledger"]


def feed(rows, first=0, price="12.50"):
    """A price list of this many rows, each its own product."""
    lines = ["reference;ean;name;brand;price;stock"]
    for row in range(first, first + rows):
        digits = f"40{row:010d}"
        check = (10 - sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10) % 10
        lines.append(f"REF-{row};{digits}{check};Article {row};Marque {row % 40};{price};{row % 90}")
    return ("\n".join(lines) + "\n").encode()


def compose(*arguments, check=True):
    done = subprocess.run([os.environ["COMPOSE"], *arguments], cwd=os.environ["DEPLOY_FOLDER"], text=True, capture_output=True)
    if check and done.returncode:
        raise AssertionError(f"compose {' '.join(arguments)}: {done.stderr[-2000:]} {done.stdout[-2000:]}")
    return done.stdout


def containers(service=None, everything=False):
    """Ids of the running containers, of one service or of all."""
    asked = ["podman", "ps", "--quiet", "--no-trunc", "--filter", "label=com.docker.compose.project=" + os.environ["COMPOSE_PROJECT_NAME"]]
    if service:
        asked += ["--filter", "label=com.docker.compose.service=" + service]
    if everything:
        asked.append("--all")
    return subprocess.run(asked, text=True, capture_output=True, check=True).stdout.split()


def inspect_all(some):
    return json.loads(subprocess.run(["podman", "inspect", *some], text=True, capture_output=True, check=True).stdout) if some else []


def inspect(container):
    return inspect_all([container])[0]


def is_healthy(seen):
    """Whether a container's health check passes, or it has none."""
    return (seen["State"].get("Health") or seen["State"].get("Healthcheck") or {}).get("Status", "") in ("", "healthy")


def wait(seconds):
    expected = {"traefik", "frontend", "api", "worker", "scheduler", "postgres", "redis", "minio"}

    def is_whole():
        seen = inspect_all(containers())
        running = {one["Config"]["Labels"]["com.docker.compose.service"] for one in seen}
        return expected <= running and all(is_healthy(one) for one in seen)

    def answers():
        return request("GET", base_url + "/health/ready", timeout=5)[0] == 200 and request("GET", base_url + "/", timeout=5)[0] == 200

    until("every container is healthy", seconds, is_whole)
    until("the site answers over HTTPS", seconds, answers)


def main():
    command, *arguments = sys.argv[1:] or ["help"]
    if command == "wait":
        wait(float(arguments[0]))
    elif command == "get":
        print(json.dumps(call("GET", arguments[0])))
    elif command == "import":
        file = pathlib.Path(arguments[1])
        print(json.dumps(ended_import(start_import(arguments[0], file.name, file.read_bytes()))))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main()
    except (AssertionError, Refused) as failure:
        sys.exit(f"site_api.py: {failure}")
