import { Check, Minus } from "lucide-react";
import { Checkbox as RadixCheckbox, Switch as RadixSwitch } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cx } from "@/lib/cx";

interface Props {
  checked: boolean | "indeterminate";
  onChange: (checked: boolean) => void;
  label: ReactNode;
  /** The label is read aloud only. */
  labelHidden?: boolean;
  hint?: ReactNode;
  disabled?: boolean;
}

const boxLook =
  "mt-0.5 inline-flex size-4 shrink-0 items-center justify-center rounded-sm border border-border-strong bg-surface data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent";

/** A checkbox of one element, for lists that draw dozens of rows in a frame. */
export function RowCheckbox({ checked, onChange, label }: { checked: boolean; onChange: (checked: boolean) => void; label: string }) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      data-state={checked ? "checked" : "unchecked"}
      onClick={() => onChange(!checked)}
      className={boxLook}
    >
      {checked && <Check aria-hidden className="size-3 text-on-accent" />}
    </button>
  );
}

export function Checkbox({ checked, onChange, label, labelHidden, hint, disabled }: Props) {
  const id = useId();
  return (
    <span className="inline-flex items-start gap-2">
      <RadixCheckbox.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next === true)}
        className={boxLook}
      >
        <RadixCheckbox.Indicator className="text-on-accent">
          {checked === "indeterminate" ? <Minus aria-hidden className="size-3" /> : <Check aria-hidden className="size-3" />}
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <label htmlFor={id} className={cx("text-14", labelHidden && "sr-only", disabled && "opacity-55")}>
        {label}
        {hint && <span className="block text-12 text-muted">{hint}</span>}
      </label>
    </span>
  );
}

export function Switch({ checked, onChange, label, labelHidden, hint, disabled }: Props & { checked: boolean }) {
  const id = useId();
  return (
    <span className="inline-flex items-start gap-3">
      <RadixSwitch.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        className="relative h-5 w-9 shrink-0 rounded-full border border-border-strong bg-raised transition-colors duration-100 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <RadixSwitch.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-border-strong transition-transform duration-100 data-[state=checked]:translate-x-[18px] data-[state=checked]:bg-on-accent" />
      </RadixSwitch.Root>
      <label htmlFor={id} className={cx("text-14", labelHidden && "sr-only")}>
        {label}
        {hint && <span className="block text-12 text-muted">{hint}</span>}
      </label>
    </span>
  );
}
