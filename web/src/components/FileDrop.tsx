import { FileUp } from "lucide-react";
import { type DragEvent, type ReactNode, useId, useState } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";

interface Props {
  onFile: (file: File) => void;
  /** What may be dropped, for people: "CSV, Excel, JSON or XML, also zipped". */
  hint: ReactNode;
  accept?: string;
  disabled?: boolean;
}

export function FileDrop({ onFile, hint, accept, disabled }: Props) {
  const t = useT();
  const id = useId();
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !disabled) onFile(file);
  };
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cx(
        "flex min-h-40 cursor-pointer flex-col items-center justify-center gap-2 rounded border-2 border-dashed p-6 text-center focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent",
        isOver ? "border-accent bg-accent-soft" : "border-border-strong/60 bg-surface hover:bg-raised",
        disabled && "opacity-55",
      )}
    >
      <FileUp aria-hidden className="size-8 text-muted" />
      <span className="text-16 font-medium">{t("common.file.drop")}</span>
      <span className="text-13 text-muted">{hint}</span>
      <input
        id={id}
        type="file"
        accept={accept}
        disabled={disabled}
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          event.target.value = "";
        }}
      />
    </label>
  );
}
