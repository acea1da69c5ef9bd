import { describe, expect, it } from "vitest";
import { formOf, sourceKinds } from "./sourceKinds";
import { configOf, fingerprintIn, missingOf, secretsOf, valuesOf } from "./sourceValues";

const form = (kind: string) => formOf(kind)!;
const none = new Set<string>();

describe("a source's form", () => {
  it.each([
    ["http", { url: "https://a.example/x.csv", user: "me", headers: { Accept: "text/csv", "X-Shop": "7" }, paging: { kind: "page", parameter: "p", size: 50 }, max_megabytes: 5 }],
    ["ftp", { host: "a.example", path: "x_*.csv", encryption: "required", port: 2121 }],
    ["sftp", { host: "a.example", path: "x.csv", user: "me", host_key: "SHA256:abc" }],
    ["email", { host: "imap.a.example", user: "me", from: "x@y.example", mark_read: true }],
    ["folder", { path: "/srv/feeds/*.csv", quiet_seconds: 10 }],
    ["upload", {}],
  ])("of kind %s gives back the config that filled it", (kind, config) => {
    expect(configOf(form(kind), valuesOf(form(kind), config))).toEqual(config);
  });
  it("begins with nothing said, and says what is needed", () => {
    expect(configOf(form("ftp"), valuesOf(form("ftp")))).toEqual({});
    expect(missingOf(form("ftp"), valuesOf(form("ftp")))).toEqual(["host", "path"]);
    expect(missingOf(form("upload"), {})).toEqual([]);
  });
  it("names every field once", () => {
    for (const one of sourceKinds) expect(new Set(one.fields.map((field) => field.name)).size, one.kind).toBe(one.fields.length);
  });
});

describe("secrets", () => {
  const values = (more: object) => ({ ...valuesOf(form("http"), { url: "u", user: "me" }, ["password"]), ...more });
  it("stay when nothing is typed, are replaced by what is, and go when removed", () => {
    expect(secretsOf(form("http"), values({}), ["password"], none)).toEqual({});
    expect(secretsOf(form("http"), values({ password: "new" }), ["password"], none)).toEqual({ password: "new" });
    expect(secretsOf(form("http"), values({}), ["password"], new Set(["password"]))).toEqual({ password: null });
    expect(secretsOf(form("http"), values({}), ["password", "header.X-Key"], new Set(["header.X-Key"]))).toEqual({ "header.X-Key": null });
  });
  it("of a way to log in that was left are removed with it", () => {
    const left = values({ login: "token", token: "t" });
    expect(secretsOf(form("http"), left, ["password"], none)).toEqual({ password: null, token: "t" });
    expect(configOf(form("http"), left)).toEqual({ url: "u" });
  });
  it("may be headers", () => {
    expect(secretsOf(form("http"), values({ secret_headers: "X-API-Key: a:b\n\nX-Shop:7" }), [], none)).toEqual({ "header.X-API-Key": "a:b", "header.X-Shop": "7" });
  });
  it("show the login they belong to when the form is opened again", () => {
    expect(valuesOf(form("http"), { url: "u" }, ["token"]).login).toBe("token");
    expect(valuesOf(form("http"), { url: "u" }, []).login).toBe("none");
  });
});

it("the fingerprint a test found is taken from its words", () => {
  const key = `SHA256:${"a".repeat(43)}`;
  expect(fingerprintIn(["connected", `The host key is not known yet. It has the key ${key}.`])).toBe(key);
  expect(fingerprintIn(["SHA256:short"])).toBeUndefined();
});
