import { useQuery } from "@tanstack/react-query";
import { type SaidProblem, wordsOf } from "@/api/problem-words";
import { useLanguage, useT } from "@/i18n";
import { problemTexts } from "@/i18n/problems";

/** A problem that is told of a job, an import or a source, in the person's language where there are words for its code. */
export function ProblemText({ problem }: { problem: SaidProblem }) {
  const t = useT();
  const language = useLanguage();
  const texts = useQuery({ queryKey: ["problem-texts", language], queryFn: () => problemTexts(language), staleTime: Infinity });
  const words = wordsOf(problem, texts.data ?? {});
  const lang = words.language === language ? undefined : words.language;
  return (
    <>
      <strong lang={lang} className="font-medium">{words.message}</strong>{" "}
      {words.cure && <span lang={lang} className="text-text">{words.cure}</span>}
      {words.original && (
        <span className="block text-13 text-muted">
          {t("common.error.original")} <span lang="en">{words.original}</span>
        </span>
      )}
    </>
  );
}
