#!/usr/bin/env python3
"""Carries out the health checks of running containers, as a Docker daemon does; Podman leaves that to systemd.

health_checks.py SOCKET      SOCKET: where Podman's service listens
"""
import concurrent.futures
import http.client
import json
import socket
import sys
import time


class EngineConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("engine", timeout=30)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(path, what):
    connection = EngineConnection(path)
    try:
        connection.request("GET", "/v4.0.0/libpod/" + what)
        answer = connection.getresponse()
        body = answer.read()
        return json.loads(body) if answer.status == 200 else None
    finally:
        connection.close()


def interval_of(path, container):
    """Seconds between two checks, or None where the container has none."""
    seen = ask(path, f"containers/{container}/json")
    check = (seen or {}).get("Config", {}).get("Healthcheck")
    if not check or not check.get("Test") or check["Test"][0] == "NONE":
        return None
    return max(1.0, (check.get("Interval") or 30e9) / 1e9)


def check(path, container):
    answer = ask(path, f"containers/{container}/healthcheck")
    return bool(answer) and answer.get("Status") == "healthy"


def succeeded(job):
    return job.exception() is None and job.result()


def main():
    path = sys.argv[1]
    intervals, due, under_way = {}, {}, {}
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        while True:
            begun, looked = time.monotonic(), 0.0
            try:
                running = {one["Id"] for one in ask(path, "containers/json") or []}
                for container in running - intervals.keys():
                    intervals[container] = interval_of(path, container)
                    due[container] = 0.0
                now = time.monotonic()
                looked = now - begun
                for container in [one for one, job in under_way.items() if job.done()]:
                    # Until it is healthy for the first time, others wait for it.
                    healthy = succeeded(under_way.pop(container))
                    due[container] = now + (intervals.get(container) or 1.0 if healthy else 1.0)
                for container in running:
                    if intervals[container] and container not in under_way and due[container] <= now:
                        under_way[container] = pool.submit(check, path, container)
            except (OSError, ValueError, http.client.HTTPException) as problem:
                print(problem, flush=True)
            # Looking takes the engine a while on a busy machine, which the containers need more.
            time.sleep(min(1.0, max(0.25, 10 * looked)))


main()
