"""Visitors of the site: a mixed load over kept connections, and WebSockets that never want to miss an event."""
import asyncio
import base64
import collections
import json
import os
import random
import ssl
import struct
import time
import urllib.parse

host = urllib.parse.urlsplit(os.environ["BASE_URL"]).hostname


def tls():
    return ssl.create_default_context(cafile=os.environ["CA_BUNDLE"])


class Visitor:
    """One connection after the other; each request is answered once, or counted as lost."""

    def __init__(self, load, number):
        self.load, self.number, self.stream = load, number, None

    async def run(self):
        while not self.load.is_over:
            await self.load.pace()
            method, path, body = self.load.choose(self.number)
            begun = time.monotonic()
            said = b""
            try:
                status, said = await asyncio.wait_for(self.ask(method, path, body), 30)
            except (OSError, EOFError, asyncio.TimeoutError, ValueError) as problem:
                self.drop()
                status = type(problem).__name__
            self.load.note(method, path, status, said, time.monotonic() - begun)
        self.drop()

    def drop(self):
        if self.stream:
            self.stream[1].close()
        self.stream = None

    async def ask(self, method, path, body):
        if not self.stream:
            self.stream = await asyncio.open_connection(host, 443, ssl=self.load.tls, server_hostname=host)
        reader, writer = self.stream
        head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {self.load.token}\r\n"
        if body is not None:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        writer.write(head.encode() + b"\r\n" + (body or b""))
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        said = b""
        if headers.get("transfer-encoding") == "chunked":
            while size := int(await reader.readline(), 16):
                said += (await reader.readexactly(size + 2))[:size]
            await reader.readline()
        else:
            said = await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection", "").lower() == "close":
            self.drop()
        return int(lines[0].split()[1]), said


class Listener:
    """A WebSocket that connects again when it is closed, and asks for what came meanwhile."""

    def __init__(self, load):
        self.load, self.last, self.first, self.numbers, self.snapshots, self.connects = load, None, None, [], 0, 0

    async def run(self):
        while not self.load.is_over:
            try:
                await self.listen()
            except (OSError, EOFError, ValueError, asyncio.TimeoutError):
                await asyncio.sleep(0.2 + random.random() / 2)

    async def listen(self):
        query = "topics=imports.*" + (f"&after={self.last}" if self.last is not None else "")
        reader, writer = await asyncio.open_connection(host, 443, ssl=self.load.tls, server_hostname=host)
        try:
            key = base64.b64encode(os.urandom(16)).decode()
            writer.write(
                f"GET /api/v1/ws?{query} HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
                f"Sec-WebSocket-Protocol: events, bearer.{self.load.token}\r\n\r\n".encode()
            )
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
            if b" 101 " not in head.split(b"\r\n")[0]:
                raise ValueError(head.split(b"\r\n")[0].decode())
            self.connects += 1
            while not self.load.is_over:
                await self.take(reader, writer)
        finally:
            writer.close()

    async def take(self, reader, writer):
        first, second = await reader.readexactly(2)
        size = second & 127
        if size == 126:
            (size,) = struct.unpack(">H", await reader.readexactly(2))
        elif size == 127:
            (size,) = struct.unpack(">Q", await reader.readexactly(8))
        payload = await reader.readexactly(size)
        kind = first & 15
        if kind == 8:
            raise EOFError
        if kind == 9:
            mask = os.urandom(4)
            writer.write(bytes([0x8A, 0x80 | size]) + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload)))
        elif kind == 1:
            self.note(json.loads(payload))

    def note(self, message):
        self.snapshots += bool(message["snapshot"])
        for event in message["events"]:
            self.numbers.append(event["number"])
            self.last = max(self.last or 0, event["number"])


class Load:
    def __init__(self, token, rate, visitors, listeners, suppliers, products):
        self.token, self.rate, self.suppliers, self.products, self.tls = token, rate, suppliers, products, tls()
        self.visitors = [Visitor(self, number) for number in range(visitors)]
        self.listeners = [Listener(self) for _ in range(listeners)]
        self.answers, self.lost, self.times, self.is_over = collections.Counter(), [], [], False
        self.begun = self.next = time.monotonic()

    async def pace(self):
        """So many a second in all, and no more than there is time for."""
        now = time.monotonic()
        self.next = max(self.next, now - 0.5) + 1 / self.rate
        await asyncio.sleep(max(0, self.next - now))

    def choose(self, number):
        """A shop on a busy day: products looked at, lists opened, a word looked for now and then, and somebody writing."""
        draw = random.random()
        if draw < 0.1:
            supplier = self.suppliers[number % len(self.suppliers)]
            return "PATCH", f"/api/v1/suppliers/{supplier}", json.dumps({"name": f"Load {random.random()}"}).encode()
        if draw < 0.2:
            return "GET", "/", None
        if draw < 0.35:
            return "GET", "/api/v1/suppliers", None
        if draw < 0.49:
            return "GET", f"/api/v1/products?limit=10&supplier={random.choice(self.suppliers)}", None
        if draw < 0.5:
            return "GET", f"/api/v1/products?limit=10&search=Article%20{random.randrange(1000)}", None
        return "GET", f"/api/v1/products/{random.choice(self.products)}", None

    def note(self, method, path, status, said, seconds):
        self.answers[status] += 1
        self.times.append(seconds)
        if not (isinstance(status, int) and status < 400):
            self.lost.append(f"{time.monotonic() - self.begun:.1f} s {method} {path.split('?')[0]}: {status} {said[:200].decode('utf-8', 'replace')}")

    async def run(self, work):
        """Until `work`, done in a thread meanwhile, has ended."""
        everybody = [asyncio.create_task(one.run()) for one in (*self.listeners, *self.visitors)]
        try:
            return await asyncio.to_thread(work)
        finally:
            self.is_over = True
            self.seconds = time.monotonic() - self.begun
            await asyncio.wait(everybody, timeout=15)
            for one in everybody:
                one.cancel()

    def missed_events(self):
        """Events that one listener saw and another, connected before and after, did not."""
        seen = set().union(*(one.numbers for one in self.listeners))
        missed = 0
        for one in self.listeners:
            if one.numbers:
                expected = {number for number in seen if min(one.numbers) <= number <= max(one.numbers)}
                missed += len(expected - set(one.numbers))
            else:
                missed += len(seen)
        return missed

    def repeated_events(self):
        return sum(len(one.numbers) - len(set(one.numbers)) for one in self.listeners)

    def summary(self):
        ordered = sorted(self.times)
        p95 = ordered[int(len(ordered) * 0.95)] * 1000 if ordered else 0
        return (
            f"{len(ordered)} requests in {self.seconds:.0f} s ({len(ordered) / self.seconds:.0f} a second), {len(self.lost)} lost, "
            f"p95 {p95:.0f} ms; {len(self.listeners)} WebSockets, {sum(len(one.numbers) for one in self.listeners)} events, "
            f"{self.missed_events()} missed, {self.repeated_events()} repeated, {sum(one.snapshots for one in self.listeners)} snapshots"
        )
