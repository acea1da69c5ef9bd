import type { Language } from "./catalogues";

/** What a kind of problem is called, and what to do about it. */
export interface ProblemText {
  title: string;
  cure: string;
}
export type ProblemTexts = Readonly<Record<string, ProblemText>>;

// The server speaks English; other languages have their words by the problem's code, fetched with the first problem.
const files = import.meta.glob<ProblemTexts>("./problems/*.json", { import: "default" });

/** Never fails: without the words of a language there are still the server's own. */
export async function problemTexts(language: Language): Promise<ProblemTexts> {
  const read = files[`./problems/${language}.json`];
  return read ? read().catch(() => ({})) : {};
}
