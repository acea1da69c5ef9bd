import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createHash } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { covers, LiveConnection, type LiveMessage } from "./live";

/** A WebSocket server small enough to read: it accepts, records what was asked, sends texts and closes with a code. */
class Door {
  readonly asked: { path: string; protocols: string }[] = [];
  private readonly sockets: Socket[] = [];
  private readonly server: Server;
  refuseWith: number | undefined;

  constructor() {
    this.server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.once("data", (head) => {
        const text = head.toString();
        const header = (name: string) => new RegExp(`^${name}: (.*)\r$`, "im").exec(text)?.[1] ?? "";
        this.asked.push({ path: text.split(" ")[1] ?? "", protocols: header("Sec-WebSocket-Protocol") });
        const accept = createHash("sha1").update(`${header("Sec-WebSocket-Key")}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
        socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: events\r\n\r\n`);
        this.sockets.push(socket);
        if (this.refuseWith) socket.end(Buffer.from([0x88, 2, this.refuseWith >> 8, this.refuseWith & 255]));
      });
    });
  }
  listen = () => new Promise<number>((resolve) => this.server.listen(0, () => resolve((this.server.address() as AddressInfo).port)));
  send(message: LiveMessage) {
    const text = Buffer.from(JSON.stringify(message));
    this.sockets.at(-1)?.write(Buffer.concat([Buffer.from([0x81, 126, text.length >> 8, text.length & 255]), text]));
  }
  cut = () => this.sockets.at(-1)?.destroy();
  close() {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

let door: Door;
let connection: LiveConnection;
const refreshes: number[] = [];
async function open() {
  door = new Door();
  refreshes.length = 0;
  const port = await door.listen();
  connection = new LiveConnection({
    token: () => Promise.resolve("t1"),
    refresh: () => Promise.resolve(refreshes.push(1)),
    connect: (address, protocols) => new WebSocket(address, protocols),
    origin: () => `http://localhost:${port}`,
  });
}
const until = async (isSo: () => boolean) => {
  for (let tries = 0; tries < 300 && !isSo(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isSo()).toBe(true);
};
const event = (number: number, topic = "imports.1"): LiveMessage => ({ events: [{ number, topic, at: "", data: {} }], snapshot: false });

afterEach(() => {
  connection.close();
  door.close();
});

describe("live events", () => {
  it("come over one connection for all who watch, each getting its own topics", async () => {
    await open();
    const imports: number[] = [];
    const news: number[] = [];
    connection.watch(["imports.*"], (message) => imports.push(...message.events.map((one) => one.number)));
    connection.watch(["notifications.u"], (message) => news.push(...message.events.map((one) => one.number)));
    await until(() => connection.status() === "open");
    expect(door.asked).toHaveLength(1);
    expect(new URL(door.asked[0]!.path, "http://x").searchParams.get("topics")).toBe("imports.*,notifications.u");
    expect(door.asked[0]!.protocols.replaceAll(" ", "")).toBe("events,bearer.t1");
    door.send(event(7));
    door.send(event(8, "notifications.u"));
    await until(() => news.length === 1);
    expect([imports, news]).toEqual([[7], [8]]);
  });

  it("go on after the last one seen when the connection was cut", async () => {
    await open();
    const seen: number[] = [];
    connection.watch(["imports.*"], (message) => seen.push(...message.events.map((one) => one.number)));
    await until(() => connection.status() === "open");
    door.send(event(41));
    await until(() => seen.length === 1);
    door.cut();
    await until(() => door.asked.length === 2);
    expect(door.asked[1]!.path).toContain("after=41");
  });

  it("try once more with a new token when refused, and then leave the server alone", async () => {
    await open();
    door.refuseWith = 1008;
    connection.watch(["imports.*"], () => undefined);
    await until(() => door.asked.length === 2 && connection.status() === "idle");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(door.asked).toHaveLength(2);
    expect(refreshes).toHaveLength(1);
  });
});

it("a topic with a star covers all below it and nothing else", () => {
  expect(covers("imports.*", "imports.1")).toBe(true);
  expect(covers("imports.*", "importsX.1")).toBe(false);
  expect(covers("imports.1", "imports.12")).toBe(false);
  expect(covers("*", "anything")).toBe(true);
});
