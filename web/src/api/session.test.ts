import { describe, expect, it } from "vitest";
import { signedFetch } from "./client";
import { ApiError } from "./problem";
import { SessionKeeper } from "./session";

const user = { id: "u", email: "a@b", name: "", role: "admin", permissions: [] };
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

/** A server that gives tokens t1, t2…, of which only the latest is good. */
function server({ expiresIn = 7200 } = {}) {
  const seen: string[] = [];
  const state = { given: 0, hasLogin: true };
  const tokens = () => json({ access_token: `t${++state.given}`, expires_in: expiresIn, session_id: "s", user });
  const send = async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = input instanceof Request ? input : new Request(new URL(String(input), "http://localhost"), init);
    const path = new URL(request.url).pathname.replace("/api/v1", "");
    seen.push(path);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (path === "/auth/login") return tokens();
    if (path === "/auth/refresh") return state.hasLogin ? tokens() : json({ title: "Login has ended", status: 401, code: "auth.refresh_invalid" }, 401);
    if (path === "/auth/logout") return new Response(null, { status: 204 });
    const isGood = request.headers.get("Authorization") === `Bearer t${state.given}`;
    return isGood ? json({ body: await request.text() }) : json({ title: "Sign in", status: 401 }, 401);
  };
  return { send: send as typeof fetch, seen, state };
}
const ask = (body?: string) => new Request("http://localhost/api/v1/imports", { method: body ? "POST" : "GET", body });

describe("a signed request", () => {
  it("gets one new token for however many are refused at once, and is asked again with its body", async () => {
    const { send, seen, state } = server();
    const keeper = new SessionKeeper(send);
    await keeper.signIn("a@b", "secret");
    state.given += 1; // the server no longer knows the token of before
    const fetchSigned = signedFetch(keeper, send);
    const answers = await Promise.all([fetchSigned(ask("one")), fetchSigned(ask("two")), fetchSigned(ask())]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(await answers[0].json()).toEqual({ body: "one" });
    expect(seen.filter((path) => path === "/auth/refresh")).toHaveLength(1);
  });

  it("is not asked a third time", async () => {
    const { send, seen } = server();
    const keeper = new SessionKeeper(send);
    await keeper.signIn("a@b", "secret");
    const stubborn = (async (input: Request) => {
      seen.push(new URL(input.url).pathname);
      return json({}, 401);
    }) as typeof fetch;
    expect((await signedFetch(keeper, stubborn)(ask())).status).toBe(401);
    expect(seen.filter((path) => path === "/api/v1/imports")).toHaveLength(2);
  });

  it("renews a token that is about to end before it uses it", async () => {
    const { send, seen } = server({ expiresIn: 5 });
    const keeper = new SessionKeeper(send);
    await keeper.signIn("a@b", "secret");
    expect((await signedFetch(keeper, send)(ask())).status).toBe(200);
    expect(seen).toEqual(["/auth/login", "/auth/refresh", "/imports"]);
  });

  it("tells a server out of reach from one that says no", async () => {
    const keeper = new SessionKeeper(server().send);
    const away = (() => Promise.reject(new TypeError("fetch failed"))) as typeof fetch;
    await expect(signedFetch(keeper, away)(ask())).rejects.toMatchObject({ status: 0, isOffline: true });
  });
});

describe("the session", () => {
  it("ends when the login has ended, and says that it has", async () => {
    const { send, state } = server();
    const keeper = new SessionKeeper(send);
    await keeper.signIn("a@b", "secret");
    state.hasLogin = false;
    expect(await keeper.refresh("t1")).toBeNull();
    expect(keeper.get()).toEqual({ kind: "signed-out", expired: true });
  });

  it("survives a server that is away for a moment", async () => {
    const { send } = server();
    let isAway = false;
    const keeper = new SessionKeeper(((...request: Parameters<typeof fetch>) => (isAway ? Promise.reject(new TypeError()) : send(...request))) as typeof fetch);
    await keeper.signIn("a@b", "secret");
    isAway = true;
    await expect(keeper.refresh("t1")).rejects.toBeInstanceOf(ApiError);
    expect(keeper.get().kind).toBe("signed-in");
  });

  it("is restored from the cookie of before", async () => {
    const keeper = new SessionKeeper(server().send);
    expect((await keeper.restore()).kind).toBe("signed-in");
  });

  it("is gone here at once when one signs out, even if the server cannot be told", async () => {
    const { send } = server();
    let isAway = false;
    const keeper = new SessionKeeper(((...request: Parameters<typeof fetch>) => (isAway ? Promise.reject(new TypeError()) : send(...request))) as typeof fetch);
    await keeper.signIn("a@b", "secret");
    isAway = true;
    await keeper.signOut();
    expect(await keeper.token()).toBeNull();
  });
});
