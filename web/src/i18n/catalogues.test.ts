import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Catalogue, Entry } from "./catalogues";

const source = join(import.meta.dirname, "..");
const folder = (language: string) => join(source, "i18n", language);
const areas = readdirSync(folder("en")).map((name) => name.replace(".json", ""));
const read = (language: string, area: string) => JSON.parse(readFileSync(join(folder(language), `${area}.json`), "utf8")) as Catalogue;

function sources(path: string): string[] {
  return readdirSync(path).flatMap((name) => {
    const inside = join(path, name);
    if (statSync(inside).isDirectory()) return name === "i18n" ? [] : sources(inside);
    return /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$/.test(name) ? [readFileSync(inside, "utf8")] : [];
  });
}
const code = sources(source).join("\n");
const literals = new Set([...code.matchAll(/["'`]([a-z]+\.[\w.-]+)["'`]/g)].map((match) => match[1]!));
const openings = [...code.matchAll(/`([a-z]+\.[\w.-]*)\$\{/g)].map((match) => match[1]!);

const texts = (entry: Entry) => (typeof entry === "string" ? [entry] : Object.values(entry));
const placeholders = (entry: Entry) => [...new Set(texts(entry).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

describe("catalogues", () => {
  it("exist for the same areas in both languages", () => {
    expect(readdirSync(folder("fr")).sort()).toEqual(readdirSync(folder("en")).sort());
  });

  describe.each(areas)("%s", (area) => {
    const english = read("en", area);
    const french = read("fr", area);

    it("has the same keys in both languages", () => {
      expect(Object.keys(french).sort()).toEqual(Object.keys(english).sort());
    });

    it("has the same placeholders in both languages", () => {
      const differing = Object.keys(english).filter(
        (key) => french[key] !== undefined && placeholders(english[key]!).join() !== placeholders(french[key]).join(),
      );
      expect(differing).toEqual([]);
    });

    it("has no space before a French mark, or inside guillemets, where a line could break", () => {
      const broken = Object.entries(french).filter(([, entry]) => texts(entry).some((text) => /\S [:;?!»]|« /.test(text)));
      expect(broken).toEqual([]);
    });

    it("has a form for every number that is counted", () => {
      for (const [language, catalogue] of [["en", english], ["fr", french]] as const) {
        const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((form) => form !== "many");
        for (const [key, entry] of Object.entries(catalogue)) {
          if (typeof entry !== "string") expect({ key, forms: Object.keys(entry) }).toEqual({ key, forms: expect.arrayContaining(needed) });
        }
      }
    });

    it("has no text that nothing shows", () => {
      const unused = Object.keys(english).filter((key) => {
        const full = `${area}.${key}`;
        return !literals.has(full) && !openings.some((opening) => full.startsWith(opening));
      });
      expect(unused).toEqual([]);
    });
  });

  it("know every key the code names", () => {
    const known = new Set(areas.flatMap((area) => Object.keys(read("en", area)).map((key) => `${area}.${key}`)));
    const named = [...code.matchAll(/\b(?:t|translate)\(\s*["']([\w.-]+)["']/g)].map((match) => match[1]!);
    expect(named.filter((key) => !known.has(key))).toEqual([]);
  });
});
