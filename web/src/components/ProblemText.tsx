import { useQuery } from "@tanstack/react-query";
import { type SaidProblem, serverLanguage, wordsOf } from "@/api/problem-words";
import { useLanguage, useT } from "@/i18n";
import { problemTexts } from "@/i18n/problems";

/** Words for problems in the person's language; `lang` where a problem has none and is told in the server's. */
export function useProblemWords() {
  const language = useLanguage();
  const texts = useQuery({ queryKey: ["problem-texts", language], queryFn: () => problemTexts(language), staleTime: Infinity });
  return (problem: SaidProblem) => {
    const words = wordsOf(problem, texts.data ?? {});
    return { ...words, lang: words.language === language ? undefined : words.language };
  };
}

/** A problem that is told of a job, an import or a source, in the person's language where there are words for its code. */
export function ProblemText({ problem }: { problem: SaidProblem }) {
  const t = useT();
  const { message, cure, original, lang } = useProblemWords()(problem);
  return (
    <>
      <strong lang={lang} className="font-medium">{message}</strong>{" "}
      {cure && <span lang={lang} className="text-text">{cure}</span>}
      {original && (
        <span className="block text-13 text-muted">
          {t("common.error.original")} <span lang={serverLanguage}>{original}</span>
        </span>
      )}
    </>
  );
}

/** The same where there is one line for it: what happened; the rest is shown on hover. */
export function ProblemLine({ problem, className }: { problem: SaidProblem; className?: string }) {
  const { message, cure, original, lang } = useProblemWords()(problem);
  return (
    <span lang={lang} className={className} title={[cure, original].filter(Boolean).join("\n")}>
      {message}
    </span>
  );
}
