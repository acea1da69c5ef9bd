#!/usr/bin/python3
"""Asks a real Prometheus every query of the dashboards and alerts, of a real installation that has done a little work.

    tests/monitoring/live.py PROGRAM       with TEST_POSTGRES_URL and TEST_REDIS_URL set

Each metric a query names must be told by the program or an exporter, with each label it is told apart by, and each query must
have an answer. What cannot be had here is listed below with the reason.
"""
import json
import os
import re
import socket
import sys
import tempfile
import time

sys.dont_write_bytecode = True

from installation import PASSWORD, Installation, ask, until
from queries import alerts_named_in_routes, dashboards, faults_of, labels_of, metrics_of, questions_of, untested_alerts

# Told by programs that are not Debian packages (Traefik), or that need not run (the node exporter): name and labels as
# their manuals give them.
ELSEWHERE = {
    "traefik_service_requests_total": {"code", "method", "protocol", "service"},
    "traefik_entrypoint_requests_tls_total": {"tls_version", "tls_cipher", "entrypoint"},
    "traefik_tls_certs_not_after": {"cn", "serial", "sans"},
    "node_cpu_seconds_total": {"cpu", "mode"},
    "node_filesystem_avail_bytes": {"device", "fstype", "mountpoint"},
    "node_filesystem_size_bytes": {"device", "fstype", "mountpoint"},
}
# Queries that rightly have no answer where all is well.
NOTHING_TO_TELL = {("operations", "Errors by address"): "no request has failed"}


def work(site):
    """Does a little of everything that is counted."""
    api = site.url("api", "/api/v1")
    ask(f"{api}/auth/login", {"email": "admin@localhost", "password": "not the password"})
    status, body = ask(f"{api}/auth/login", {"email": "admin@localhost", "password": PASSWORD})
    if status != 200:
        raise SystemExit(f"check-monitoring: signing in was answered {status}: {body.decode()}")
    signed_in = {"Authorization": "Bearer " + json.loads(body)["access_token"]}
    rows = "".join(f"A-{n};Stylo {n};1,20;5;{site.outside.url}/{n}.png\n" for n in range(20))
    feed = ("sku;name;price;stock;image_url\n" + rows + "B;Gomme;x;1;\n").encode()
    ask(f"{api}/suppliers", {"code": "acme", "name": "Acme"}, headers=signed_in)
    status, body = ask(f"{api}/imports?supplier=acme&file_name=prices.csv", feed, headers={**signed_in, "Content-Type": "text/csv"})
    if status not in (200, 201, 202):
        raise SystemExit(f"check-monitoring: the import was answered {status}: {body.decode()}")
    ended = until("the end of the import", lambda: [one for one in json.loads(ask(f"{api}/imports", headers=signed_in)[1])["items"] if one["status"] not in ("waiting", "running")])
    if ended[0]["status"] != "finished":
        raise SystemExit(f"check-monitoring: the import has {ended[0]['status']}: {ended[0]}")
    for command in (["backup"], ["backup", "verify", "latest"]):
        site.run(*command)
    until("a picture looked for", lambda: "media_fetches_total{" in ask(site.url("worker", "/metrics"))[1].decode())
    return signed_in, ended[0]["id"]


def visit(site, signed_in, import_id):
    """What visitors do, again and again, so that there is something a second."""
    api = site.url("api", "/api/v1")
    for path in ("/products", "/suppliers", "/dashboard", "/nowhere", f"/imports/{import_id}/quarantine", "/analytics/imports/export?from=2026-01-01&to=2026-01-02"):
        ask(api + path, headers=signed_in)
    ask(f"{api}/auth/login", {"email": "admin@localhost", "password": PASSWORD})
    ask(f"{api}/products")
    ask(f"{api}/users", {"email": f"user{time.monotonic_ns()}@example.org", "name": "One", "role": "user", "password": "long enough to be taken"}, headers=signed_in)
    with socket.create_connection(("127.0.0.1", site.ports["api"]), timeout=5) as connection:
        connection.sendall(b"NOT HTTP\r\n\r\n")
        connection.recv(1000)


def told_names(site):
    """Names of all metrics the program and the exporters tell, also of those that have no value yet."""
    names = set()
    for place in ("api", "worker", "scheduler", "postgres", "redis", "alertmanager", "prometheus"):
        if place == "alertmanager":
            continue
        page = ask(site.url(place, "/metrics"))[1].decode()
        for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", page, re.M):
            names |= {name, name + "_bucket", name + "_sum", name + "_count"} if kind in ("histogram", "summary") else {name}
    return names | {"up"}


def faults_of_query(site, names, where, query, must_answer):
    faults = [f"{where}: nothing tells {name}" for name in sorted(metrics_of(query) - names - set(ELSEWHERE))]
    for metric, label in sorted(labels_of(query)):
        if metric in ELSEWHERE:
            if label not in ELSEWHERE[metric] | {"instance", "job"}:
                faults.append(f"{where}: {metric} has no label {label}")
        elif metric in names and site.query(f"count({metric})") and not site.query(f'count({metric}{{{label}!=""}})'):
            faults.append(f"{where}: {metric} has no label {label}")
    answer = site.query(query)
    if isinstance(answer, str):
        faults.append(f"{where}: {answer}")
    elif must_answer and not answer and not metrics_of(query) & set(ELSEWHERE):
        faults.append(f"{where}: has no answer: {query}")
    return faults


def check(site):
    boards = dashboards()
    signed_in, import_id = work(site)
    ends = time.monotonic() + 25  # the figures of the installation are taken each 15 seconds, and a rate needs two
    while time.monotonic() < ends:
        visit(site, signed_in, import_id)
        time.sleep(0.5)
    names, faults, asked = told_names(site), [], 0
    if len(boards) != 4:
        faults.append(f"there are {len(boards)} dashboards, not four")
    for name, board in boards.items():
        faults += faults_of(name, board)
        for title, query in questions_of(board):
            asked += 1
            may_be_empty = title == "Releases" or (name, title) in NOTHING_TO_TELL
            faults += faults_of_query(site, names, f"dashboard {name}, {title}", query, not may_be_empty)
    groups = json.loads(ask(site.url("prometheus", "/api/v1/rules"))[1])["data"]["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    for rule in rules:
        faults += faults_of_query(site, names, f"alert {rule['name']}", rule["query"], False)
        faults += [f"alert {rule['name']}: has no {word}" for word in ("summary", "cure") if not rule["annotations"].get(word)]
        if rule["labels"].get("severity") not in ("critical", "warning", "info"):
            faults.append(f"alert {rule['name']}: severity must be critical, warning or info")
        if rule["health"] != "ok":
            faults.append(f"alert {rule['name']}: {rule.get('lastError')}")
        if rule["state"] == "firing":
            faults.append(f"alert {rule['name']}: fires although all is well")
    known = {rule["name"] for rule in rules}
    faults += [f"alert {name}: has no case in which it fires, or none in which it is quiet" for name in untested_alerts(known)]
    faults += [f"alertmanager.yml: there is no alert {name}" for name in sorted(alerts_named_in_routes() - known)]
    manual = open(os.path.join(os.path.dirname(__file__), "../../docs/monitoring.md")).read()
    faults += [f"docs/monitoring.md: does not tell of the alert {name}" for name in sorted(known) if f"`{name}`" not in manual]
    return asked, len(rules), faults


def main():
    if len(sys.argv) != 2 or "TEST_POSTGRES_URL" not in os.environ or "TEST_REDIS_URL" not in os.environ:
        raise SystemExit("usage: tests/support/with-postgres tests/support/with-redis tests/monitoring/live.py PROGRAM")
    with tempfile.TemporaryDirectory(prefix="monitoring.") as folder:
        site = Installation(sys.argv[1], folder)
        try:
            site.make_databases()
            site.run("migrate", "up")
            site.start_program()
            site.start_exporters()
            site.start_prometheus()
            asked, rules, faults = check(site)
        finally:
            site.stop()
    for fault in faults:
        print(fault)
    print(f"{asked} queries of dashboards and {rules} alerts asked, {len(faults)} faults.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
