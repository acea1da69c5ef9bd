import { useEffect, useRef, useState } from "react";
import { SearchInput } from "@/components";
import { useT } from "@/i18n";

/** Asks the server a moment after the last letter. */
export function SupplierSearch({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const t = useT();
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (text.trim() !== value) setText(value);
  }
  return (
    <SearchInput
      className="w-full max-w-80 min-w-0"
      aria-label={t("suppliers.search")}
      placeholder={t("suppliers.search")}
      value={text}
      onChange={(event) => {
        const next = event.target.value;
        setText(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => onChange(next.trim()), 200);
      }}
    />
  );
}
