"""A small installation for the checks of monitoring: the program in its roles on PostgreSQL and Redis, exporters, Prometheus."""
import http.server
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

from queries import MONITORING

PASSWORD = "correct horse battery"
DATABASES = ["main", "catalog", "imports", "media", "code2asin", "analytics"]


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def ask(url, body=None, method=None, headers=None, timeout=15):
    """Status and body of an answer, whatever it is."""
    if isinstance(body, dict):
        body, headers = json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})}
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def until(what, condition, seconds=60):
    """Waits until a condition holds; gives what it gave."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            held = condition()
        except OSError:
            held = None
        if held:
            return held
        time.sleep(0.2)
    raise SystemExit(f"check-monitoring: {what} did not come about within {seconds} seconds.")


class Outside(threading.Thread):
    """What the program speaks to outside: takes error reports and messages, has no pictures."""

    def __init__(self):
        super().__init__(daemon=True)
        self.posts = []
        posts = self.posts

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                posts.append((self.path, self.rfile.read(int(self.headers.get("Content-Length", 0)))))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def do_GET(self):
                self.send_error(404)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def run(self):
        self.server.serve_forever()


class Installation:
    def __init__(self, program, folder):
        self.program, self.folder = program, pathlib.Path(folder)
        self.processes = []
        self.outside = Outside()
        self.outside.start()
        self.ports = {name: free_port() for name in ("api", "worker", "scheduler", "postgres", "redis", "alertmanager", "prometheus")}

    def start(self, name, command, environment=None):
        log = open(self.folder / f"{name}.log", "wb")
        process = subprocess.Popen(command, env={**os.environ, **(environment or {})}, stdout=log, stderr=log)
        self.processes.append((name, process))

    def stop(self):
        for _, process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for _, process in self.processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
        self.outside.server.shutdown()

    def log_of(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")[-3000:]

    def url(self, name, path=""):
        return f"http://127.0.0.1:{self.ports[name]}{path}"

    def settings(self):
        server, redis = os.environ["TEST_POSTGRES_URL"], os.environ["TEST_REDIS_URL"]
        own = {"DATA_DIR": str(self.folder / "var"), "REDIS_URL": redis, "CELERY_BROKER_URL": redis, "ADMIN_PASSWORD": PASSWORD,
               "PORT": self.ports["api"], "WORKER_PORT": self.ports["worker"], "SCHEDULER_PORT": self.ports["scheduler"],
               "ALLOWED_PRIVATE_NETWORKS": "127.0.0.1", "RATE_LIMIT_ANONYMOUS": 0, "RATE_LIMIT_SIGNED_IN": 0, "ENVIRONMENT": "test",
               "SENTRY_DSN": self.outside.url.replace("//", "//key@") + "/1"}
        for name in DATABASES:
            variable = "DATABASE_URL" if name == "main" else f"DB_{name.upper()}_URL"
            own[variable] = server.rsplit("/", 1)[0] + "/" + self.database(name)
        return {name: str(value) for name, value in own.items()}

    def database(self, name):
        return f"monitoring_{os.getpid()}_{name}"

    def make_databases(self):
        for name in DATABASES:
            subprocess.run(["psql", "-qX", os.environ["TEST_POSTGRES_URL"], "-c", f'CREATE DATABASE "{self.database(name)}"'], check=True)

    def run(self, *arguments):
        """Runs a command of the program, which must succeed."""
        done = subprocess.run([self.program, *arguments], env={**os.environ, **self.settings()}, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"check-monitoring: suppliers-import {' '.join(arguments)} failed: {done.stdout}{done.stderr}")

    def start_program(self):
        for role in ("api", "worker", "scheduler"):
            self.start(role, [self.program, role, "--grace", "0"], self.settings())
            until(f"the {role}, ready to work", lambda: ask(self.url(role, "/health/ready"))[0] == 200)

    def start_exporters(self):
        address = os.environ["TEST_POSTGRES_URL"] + "?sslmode=disable"
        self.start("postgres", ["prometheus-postgres-exporter", f"--web.listen-address=127.0.0.1:{self.ports['postgres']}"],
                   {"DATA_SOURCE_NAME": address})
        self.start("redis", ["prometheus-redis-exporter", f"-redis.addr={os.environ['TEST_REDIS_URL']}",
                             f"-web.listen-address=127.0.0.1:{self.ports['redis']}"])

    def start_prometheus(self):
        """With the configuration of the installation, but for where the services are and how often they are asked."""
        text = (MONITORING / "prometheus/prometheus.yml").read_text()
        text = re.sub(r"(scrape|evaluation)_interval: \d+s", r"\1_interval: 1s", text).replace("scrape_timeout: 10s", "scrape_timeout: 1s")
        text = re.sub(r"dns_sd_configs:\n\s*- \{names: \[([\w-]+)\].*\}", self.place_of, text).replace("localhost:9090", f"127.0.0.1:{self.ports['prometheus']}")
        text = text.replace("rules/*.yaml", str(MONITORING / "prometheus/rules/*.yaml"))
        (self.folder / "prometheus.yml").write_text(text)
        self.start("prometheus", ["prometheus", f"--config.file={self.folder}/prometheus.yml", f"--storage.tsdb.path={self.folder}/tsdb",
                                  f"--web.listen-address=127.0.0.1:{self.ports['prometheus']}", "--enable-feature=expand-external-labels"])
        until("Prometheus, ready", lambda: ask(self.url("prometheus", "/-/ready"))[0] == 200)

    def place_of(self, found):
        name = found[1].removesuffix("-exporter")
        return f"static_configs: [{{targets: ['127.0.0.1:{self.ports[name]}']}}]" if name in self.ports else "static_configs: []"

    def query(self, text):
        status, body = ask(self.url("prometheus", "/api/v1/query"), urllib.parse.urlencode({"query": text}).encode())
        answer = json.loads(body)
        return answer["data"]["result"] if status == 200 else answer["error"]
