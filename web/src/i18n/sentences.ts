import { formats } from "@/lib/format";
import type { Catalogue, Entry, Language } from "./catalogues";
import { fill, type Values } from "./translate";

/** What the server says in a sentence of its own, in another language; undefined when any part of it is not known. */
export type Sentences = (said: string) => string | undefined;

// A catalogue has the server's English sentences as keys. What {value:kind} stands for is said by its kind: without one a single
// word, or all that stands in quotes, kept as it is.
const files = import.meta.glob<Catalogue>("./sentences/*.json", { import: "default" });

/** Never fails: without the sentences of a language there are still the server's own. */
export async function sentences(language: Language): Promise<Sentences> {
  const read = files[`./sentences/${language}.json`];
  return sentencesOf(read ? await read().catch(() => ({})) : {}, language);
}

type Kind = keyof typeof patterns;
const patterns = {
  name: String.raw`\S+`,
  text: ".+",
  number: String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)`,
  time: String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`,
  words: ".+?",
};
const placeholder = /\{(\w+)(?::(number|time|words|text))?\}/g;
/** What the server puts sentences together with; each has its own entry. */
const joints = ["; ", ", ", " and "];

interface Template {
  pattern: RegExp;
  kinds: [name: string, kind: Kind][];
  entry: Entry;
  /** Characters of its own: the more, the less it takes for its own what is another's. */
  weight: number;
}

function compiled(template: string, entry: Entry): Template {
  const kinds: Template["kinds"] = [];
  let pattern = "";
  let end = 0;
  for (const match of template.matchAll(placeholder)) {
    const kind = (match[2] as Kind | undefined) ?? "name";
    const before = template.slice(end, match.index);
    end = match.index + match[0].length;
    const closing = kind === "name" && /["“]$/.test(before) ? template[end] : undefined;
    pattern += `${literal(before)}(${closing ? `[^${closing}]*` : patterns[kind]})`;
    kinds.push([match[1]!, kind]);
  }
  return { pattern: new RegExp(`^${pattern}${literal(template.slice(end))}$`, "su"), kinds, entry, weight: template.replace(placeholder, "").length };
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

export function sentencesOf(texts: Catalogue, language: Language): Sentences {
  const templates = Object.entries(texts)
    .map(([template, entry]) => compiled(template, entry))
    .sort((a, b) => b.weight - a.weight || a.kinds.length - b.kinds.length);

  const valueOf = (text: string, kind: Kind) => {
    if (kind === "words") return sentence(text);
    if (kind === "number") return Number(text.replaceAll(",", ""));
    return kind === "time" ? formats(language).dateTime(text) : text;
  };

  const simple = remembering((said) => {
    for (const { pattern, kinds, entry } of templates) {
      const found = pattern.exec(said);
      if (!found) continue;
      const values: Values = {};
      const isKnown = kinds.every(([name, kind], index) => {
        const value = valueOf(found[index + 1]!, kind);
        if (value !== undefined) values[name] = value;
        return value !== undefined;
      });
      if (isKnown) return fill(entry, values, language);
    }
    return undefined;
  });

  function joined(said: string): string | undefined {
    for (const joint of joints) {
      for (let at = said.indexOf(joint); at >= 0; at = said.indexOf(joint, at + 1)) {
        const first = simple(said.slice(0, at));
        const rest = first === undefined ? undefined : sentence(said.slice(at + joint.length));
        if (rest === undefined) continue;
        return rest === "" ? first : `${first}${fill(texts[joint] ?? joint, {}, language)}${rest}`;
      }
    }
    return undefined;
  }

  const sentence = remembering((said) => (said === "" ? "" : (simple(said) ?? joined(said))));
  return sentence;
}

/** A name in a feed can look like much that is joined: without this the ways to take it apart would be endless. */
function remembering(find: Sentences): Sentences {
  const found = new Map<string, string | undefined>();
  return (said) => {
    if (!found.has(said)) found.set(said, find(said));
    return found.get(said);
  };
}
