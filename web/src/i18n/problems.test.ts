import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/problem";
import { wordsOf } from "@/api/problem-words";
import { setLanguage } from ".";
import { languages } from "./catalogues";
import { type ProblemText, problemTexts } from "./problems";

const codes = JSON.parse(readFileSync(join(import.meta.dirname, "../api/problem-codes.json"), "utf8")) as string[];
// English is the server's own.
const others = languages.filter((language) => language !== "en");

describe.each(others)("problems in %s", (language) => {
  const file = join(import.meta.dirname, "problems", `${language}.json`);
  const texts = (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}) as Record<string, ProblemText>;

  it("have words for every code an answer of the server can have", () => {
    expect(codes.length).toBeGreaterThan(50);
    expect(codes.filter((code) => !texts[code])).toEqual([]);
  });

  it("say what happened and what to do, as sentences of one style", () => {
    const odd = Object.entries(texts).filter(([, { title, cure }]) => !title || /[.!]$/.test(title) || !/[.]$/.test(cure) || cure.includes("!"));
    expect(odd).toEqual([]);
  });
});

describe("the words of a problem", () => {
  const problem = { code: "import.unclosed_quote", message: "The quote in 'x is never closed.", cure: "Close it.", place: { file: "prix.csv", line: 1200 } };

  it("are ours with the place, and the server's sentence with the values stays", async () => {
    Object.assign(globalThis, { localStorage: { getItem: () => null, setItem: () => undefined }, document: { documentElement: {} } });
    await setLanguage("fr");
    const words = wordsOf(problem, await problemTexts("fr"));
    expect(words.message).toBe("Un guillemet n'est jamais refermé (prix.csv, ligne 1\u202f200).");
    expect(words.cure).toMatch(/^Corrigez/);
    expect(words).toMatchObject({ original: problem.message, language: "fr" });
    await setLanguage("en");
  });

  it("beside a field keep the server's sentence where the kind alone does not say what is wrong", async () => {
    await setLanguage("fr");
    const texts = await problemTexts("fr");
    const beside = (code: string) => new ApiError({ code, detail: "The port is 0.", cure: "Give 1 to 65535.", place: { field: "/port" } }, 422, undefined, texts).fields.port;
    expect(beside("source.invalid")).toBe("Cette source n'est pas bien réglée. Message du serveur\u00a0: The port is 0. Give 1 to 65535.");
    expect(beside("identity.email_invalid")).toBe("Cette adresse n'est pas valable. Donnez une adresse comme nom@exemple.fr.");
    await setLanguage("en");
  });

  it("are the server's where there are none of ours", async () => {
    expect(wordsOf({ ...problem, code: "unheard.of" }, await problemTexts("fr"))).toEqual({ message: problem.message, cure: problem.cure, original: "", language: "en" });
    expect(wordsOf(problem, await problemTexts("en")).message).toBe(problem.message);
  });
});
