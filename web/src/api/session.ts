import { type ApiError, errorOf, unreachable } from "./problem";
import type { components } from "./schema";
import { onTabMessage, tellOtherTabs } from "./tabs";

export type User = components["schemas"]["identity.UserView"];
type Tokens = components["schemas"]["identity.TokensView"];

export interface Session {
  token: string;
  expiresAt: number;
  sessionId: string;
  user: User;
}

/** unknown: nobody has looked yet whether a login from before still holds. */
export type SessionState = { kind: "unknown" } | { kind: "signed-out"; expired: boolean } | { kind: "signed-in"; session: Session };

const markKey = "si.signed-in";
/** A token with less left than this is exchanged before it is used. */
const leastLeft = 20_000;

/**
 * The login of this browser. The access token lives in memory only; the refresh token is in a cookie no script can read.
 * One exchange is under way at a time, in all tabs together: the server takes a second one for theft.
 */
export class SessionKeeper {
  private state: SessionState = { kind: "unknown" };
  private readonly listeners = new Set<() => void>();
  private refreshing: Promise<Session | null> | null = null;

  constructor(private readonly send: typeof fetch = (...request) => fetch(...request)) {
    onTabMessage((message) => {
      if (message.kind === "signed-out") this.set({ kind: "signed-out", expired: false });
      if (message.kind === "session") this.set({ kind: "signed-in", session: message.session });
    });
  }

  get = () => this.state;

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  private set(state: SessionState) {
    this.state = state;
    remember(state.kind === "signed-in");
    for (const listener of this.listeners) listener();
  }

  async signIn(email: string, password: string): Promise<Session> {
    const session = sessionOf(await this.ask("login", { email, password, use_cookie: true }));
    this.accept(session);
    return session;
  }

  async signOut() {
    const token = this.state.kind === "signed-in" ? this.state.session.token : undefined;
    this.set({ kind: "signed-out", expired: false });
    tellOtherTabs({ kind: "signed-out" });
    await this.ask("logout", {}, token).catch(() => undefined);
  }

  /** The login of before, when there is one and it still holds. */
  async restore(): Promise<SessionState> {
    if (this.state.kind === "unknown") {
      if (wasSignedIn()) await this.refresh();
      if (this.get().kind === "unknown") this.set({ kind: "signed-out", expired: false });
    }
    return this.state;
  }

  /** A token that is good for a while; null when the login has ended. */
  async token(): Promise<string | null> {
    if (this.state.kind !== "signed-in") return null;
    if (this.state.session.expiresAt - Date.now() > leastLeft) return this.state.session.token;
    return (await this.refresh())?.token ?? null;
  }

  /** `refused`: the token the server did not take; another tab may have got a newer one meanwhile. */
  refresh(refused?: string): Promise<Session | null> {
    this.refreshing ??= this.exchange(refused).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  updateUser(user: User) {
    if (this.state.kind !== "signed-in") return;
    this.set({ kind: "signed-in", session: { ...this.state.session, user } });
  }

  private exchange(refused?: string): Promise<Session | null> {
    const before = this.state.kind === "signed-in" ? this.state.session.token : refused;
    return alone(async () => {
      if (this.state.kind === "signed-in" && this.state.session.token !== before) return this.state.session;
      try {
        const session = sessionOf(await this.ask("refresh", {}));
        this.accept(session);
        return session;
      } catch (error) {
        const status = (error as ApiError).status;
        if (status === 401 || status === 403) {
          this.set({ kind: "signed-out", expired: true });
          return null;
        }
        throw error;
      }
    });
  }

  private accept(session: Session) {
    this.set({ kind: "signed-in", session });
    tellOtherTabs({ kind: "session", session });
  }

  private async ask(what: "login" | "refresh" | "logout", body: object, token?: string): Promise<Tokens> {
    let response: Response;
    try {
      response = await this.send(`/api/v1/auth/${what}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify(body),
        credentials: "same-origin",
      });
    } catch {
      throw unreachable();
    }
    if (!response.ok) throw await errorOf(response);
    return (response.status === 204 ? {} : await response.json()) as Tokens;
  }
}

function sessionOf(tokens: Tokens): Session {
  return {
    token: tokens.access_token,
    expiresAt: Date.now() + tokens.expires_in * 1000,
    sessionId: tokens.session_id,
    user: tokens.user,
  };
}

async function alone<T>(work: () => Promise<T>): Promise<T> {
  const hasLocks = typeof navigator !== "undefined" && "locks" in navigator;
  return hasLocks ? await navigator.locks.request("si.refresh", work) : await work();
}

/** Says only that a try is worth it, so that nobody who never signed in causes a request that must fail. */
function remember(isSignedIn: boolean) {
  if (typeof localStorage === "undefined") return;
  if (isSignedIn) localStorage.setItem(markKey, "1");
  else localStorage.removeItem(markKey);
}
const wasSignedIn = () => typeof localStorage === "undefined" || localStorage.getItem(markKey) !== null;

export const session = new SessionKeeper();
