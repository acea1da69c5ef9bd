import { Check, ChevronsUpDown } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Popover } from "./Popover";

export interface ComboOption<T extends string = string> {
  value: T;
  label: string;
  /** A second line: why it is suggested, what it is for. */
  hint?: ReactNode;
}

interface Props<T extends string> {
  value: T | null;
  onChange: (value: T) => void;
  options: readonly ComboOption<T>[];
  /** What is chosen here; read aloud. */
  label: string;
  placeholder?: string;
  /** For options that come from the server as one types; without it they are filtered here. */
  onSearch?: (text: string) => void;
  disabled?: boolean;
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
  className?: string;
}

/** A choice among many, found by typing. */
export function Combobox<T extends string>({ value, onChange, options, label, placeholder, onSearch, disabled, className, ...field }: Props<T>) {
  const t = useT();
  const listId = useId();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const shown = useMemo(() => (onSearch ? options : matching(options, text)), [options, text, onSearch]);
  const current = options.find((option) => option.value === value);

  const close = (isOpen: boolean) => {
    setOpen(isOpen);
    setText("");
    setActive(0);
    onSearch?.("");
  };
  const choose = (option: ComboOption<T> | undefined) => {
    if (!option) return;
    onChange(option.value);
    close(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[event.key];
    if (step !== undefined) setActive(Math.max(0, Math.min(shown.length - 1, active + step)));
    else if (event.key === "Enter") choose(shown[active]);
    else return;
    event.preventDefault();
  };

  return (
    <Popover
      open={open}
      onOpenChange={close}
      className="w-72 !p-1"
      label={label}
      trigger={
        <button
          type="button"
          disabled={disabled}
          role="combobox"
          aria-expanded={open}
          aria-controls={listId}
          aria-label={field.id ? undefined : label}
          {...field}
          className={cx(
            "inline-flex h-9 items-center justify-between gap-2 rounded border border-border-strong/70 bg-surface px-3 text-left text-14 hover:border-border-strong disabled:opacity-55 aria-invalid:border-failed",
            className ?? "w-full",
          )}
        >
          <span className={cx("truncate", !current && "text-muted")}>{current?.label ?? placeholder ?? label}</span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </button>
      }
    >
      <input
        // The list opens to be typed in; focus on anything else would make a second step of it.
        ref={(element) => element?.focus()}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-label={label}
        aria-activedescendant={shown[active] ? `${listId}-${active}` : undefined}
        value={text}
        placeholder={t("common.combobox.type")}
        className="mb-1 h-8 w-full rounded-sm border-b border-border bg-transparent px-2 text-14"
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          onSearch?.(event.target.value);
        }}
      />
      <div id={listId} role="listbox" aria-label={label} className="max-h-64 overflow-y-auto">
        {shown.map((option, index) => (
          // Keys are handled by the field above, which keeps the focus while the list is open.
          <div
            key={option.value}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={option.value === value}
            ref={(element) => {
              if (index === active) element?.scrollIntoView({ block: "nearest" });
            }}
            className={cx("flex items-start gap-2 rounded-sm px-2 py-1.5 text-14", index === active && "bg-raised")}
            onMouseMove={() => setActive(index)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(option)}
            onKeyDown={onKeyDown}
          >
            <span className="mt-0.5 size-4 shrink-0">{option.value === value && <Check aria-hidden className="size-4" />}</span>
            <span className="min-w-0">
              <span className="block truncate">{option.label}</span>
              {option.hint && <span className="block text-12 text-muted">{option.hint}</span>}
            </span>
          </div>
        ))}
        {shown.length === 0 && <p className="px-2 py-2 text-13 text-muted">{t("common.combobox.none")}</p>}
      </div>
    </Popover>
  );
}

function matching<T extends string>(options: readonly ComboOption<T>[], text: string) {
  const plain = (value: string) => value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain(text).split(/\s+/).filter(Boolean);
  return words.length === 0 ? options : options.filter((option) => words.every((word) => plain(option.label).includes(word)));
}
