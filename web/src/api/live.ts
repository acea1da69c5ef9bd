import { session } from "./session";

export interface LiveEvent<T = unknown> {
  number: number;
  topic: string;
  at: string;
  data: T;
}
export interface LiveMessage {
  events: LiveEvent[];
  /** Events in between are missing: read anew what matters. */
  snapshot: boolean;
}
export type Connection = "idle" | "connecting" | "open" | "waiting";

interface Parts {
  token: () => Promise<string | null>;
  refresh: () => Promise<unknown>;
  connect: (address: string, protocols: string[]) => WebSocket;
  origin: () => string;
}

const refusedByServer = 1008;
const longestWait = 30_000;

/**
 * One WebSocket for all topics somebody on the page watches. It goes on from the last number seen, and comes back by
 * itself, later and later, when the server is away.
 */
export class LiveConnection {
  private socket: WebSocket | null = null;
  private readonly watchers = new Set<{ topics: string[]; take: (message: LiveMessage) => void }>();
  private readonly listeners = new Set<() => void>();
  private topics = "";
  private lastNumber: number | undefined;
  private failures = 0;
  private refusals = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private state: Connection = "idle";

  constructor(private readonly parts: Parts) {}

  status = () => this.state;
  onStatus = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  watch(topics: string[], take: (message: LiveMessage) => void) {
    const watcher = { topics, take };
    this.watchers.add(watcher);
    this.plan(20);
    return () => {
      this.watchers.delete(watcher);
      this.plan(200);
    };
  }

  /** Tries at once, for when the network has come back. */
  hurry = () => {
    if (this.state !== "waiting") return;
    this.failures = 0;
    this.plan(0);
  };

  close() {
    this.topics = "";
    this.lastNumber = undefined;
    this.refusals = 0;
    this.drop();
    this.plan(200);
  }

  private plan(delay: number) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.arrange(), delay);
  }

  private async arrange() {
    const wanted = [...new Set([...this.watchers].flatMap((watcher) => watcher.topics))].sort().join(",");
    if (this.socket && wanted === this.topics) return;
    if (wanted !== this.topics) this.refusals = 0;
    this.topics = wanted;
    this.drop();
    if (wanted === "" || this.refusals > 1) return this.become("idle");
    this.become("connecting");
    let token: string | null;
    try {
      token = await this.parts.token();
    } catch {
      return this.retry();
    }
    if (!token) return this.become("idle");
    if (wanted === this.topics && !this.socket) this.open(token);
  }

  private open(token: string) {
    const address = new URL("/api/v1/ws", this.parts.origin().replace(/^http/, "ws"));
    address.searchParams.set("topics", this.topics);
    if (this.lastNumber !== undefined) address.searchParams.set("after", String(this.lastNumber));
    const socket = this.parts.connect(address.href, ["events", `bearer.${token}`]);
    this.socket = socket;
    socket.onopen = () => {
      this.failures = 0;
      this.become("open");
    };
    socket.onmessage = (message) => this.receive(String(message.data));
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      if (event.code !== refusedByServer) return this.retry();
      this.refusals += 1;
      if (this.refusals > 1) return this.become("idle");
      void this.parts.refresh().then(() => this.plan(0), () => this.retry());
    };
  }

  private receive(text: string) {
    const message = JSON.parse(text) as LiveMessage;
    this.refusals = 0;
    for (const event of message.events) this.lastNumber = Math.max(this.lastNumber ?? 0, event.number);
    for (const watcher of this.watchers) {
      const events = message.events.filter((event) => watcher.topics.some((topic) => covers(topic, event.topic)));
      if (events.length > 0 || message.snapshot) watcher.take({ events, snapshot: message.snapshot });
    }
  }

  private retry() {
    this.failures += 1;
    this.become("waiting");
    const wait = Math.min(500 * 2 ** (this.failures - 1), longestWait);
    this.plan(wait / 2 + Math.random() * (wait / 2));
  }

  private drop() {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private become(state: Connection) {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

export function covers(topic: string, name: string) {
  return topic === "*" || topic === name || (topic.endsWith(".*") && name.startsWith(topic.slice(0, -1)));
}

export const live = new LiveConnection({
  token: () => session.token(),
  refresh: () => session.refresh(),
  connect: (address, protocols) => new WebSocket(address, protocols),
  origin: () => location.origin,
});

session.subscribe(() => {
  if (session.get().kind === "signed-out") live.close();
});
