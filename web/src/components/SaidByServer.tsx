import { useQuery } from "@tanstack/react-query";
import { serverLanguage } from "@/api/problem-words";
import { useLanguage } from "@/i18n";
import { sentences } from "@/i18n/sentences";

/** A sentence of the server in the person's language; `lang` where there is none and it stays in the server's. */
export function useSaid() {
  const language = useLanguage();
  const isServers = language === serverLanguage;
  const known = useQuery({ queryKey: ["sentences", language], queryFn: () => sentences(language), enabled: !isServers, staleTime: Infinity });
  return (text: string) => {
    const words = isServers ? text : known.data?.(text);
    return { words: words ?? text, lang: words === undefined ? serverLanguage : undefined, isLoading: known.isLoading };
  };
}

/** The same, shown; until the sentences are there it keeps its place, so that nothing is read out twice in two languages. */
export function SaidByServer({ text }: { text: string }) {
  const { words, lang, isLoading } = useSaid()(text);
  return (
    <span lang={lang} className={isLoading ? "invisible" : undefined}>
      {words}
    </span>
  );
}
