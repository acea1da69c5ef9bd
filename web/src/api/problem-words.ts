import { currentLanguage, type Language, translate } from "@/i18n";
import type { ProblemTexts } from "@/i18n/problems";

/** What the server speaks. */
export const serverLanguage: Language = "en";

/** A problem as the API gives it: as an answer, or inside what it tells of a job or an import. */
export interface SaidProblem {
  code?: string;
  message?: string;
  cure?: string;
  place?: { file?: string; line?: number; row?: number; column?: number } | null;
}

/** What is said of a problem: in the person's language where there are words for its code, else as the server put it. */
export interface ProblemWords {
  message: string;
  cure: string;
  /** The server's own sentence, which names the values; "" when `message` is it. */
  original: string;
  language: Language;
}

export function wordsOf(problem: SaidProblem, texts: ProblemTexts): ProblemWords {
  const [message, cure] = [problem.message ?? "", problem.cure ?? ""];
  const own = texts[problem.code ?? ""];
  if (!own) return { message, cure, original: "", language: serverLanguage };
  const place = placeOf(problem.place ?? {});
  return { message: place ? `${own.title} (${place}).` : `${own.title}.`, cure: own.cure, original: message, language: currentLanguage() };
}

function placeOf({ file, line, row, column }: NonNullable<SaidProblem["place"]>) {
  const parts = [
    file,
    line && translate("common.place.line", { number: line }),
    row && translate("common.place.row", { number: row }),
    column && translate("common.place.column", { number: column }),
  ];
  return parts.filter(Boolean).join(", ");
}
