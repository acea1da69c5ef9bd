import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { cx } from "@/lib/cx";
import { usePortal } from "./portal";

const itemClass =
  "flex h-8 cursor-default items-center gap-2 rounded-sm px-2 text-14 outline-none data-[highlighted]:bg-raised data-[disabled]:opacity-55";

export function Menu({ trigger, children, align = "end" }: { trigger: ReactElement; children: ReactNode; align?: "start" | "end" }) {
  const container = usePortal();
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className="z-40 min-w-48 rounded border border-border bg-surface p-1">
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface ItemProps {
  icon?: ReactNode;
  children: ReactNode;
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
  keys?: string;
}
export function MenuItem({ icon, children, onSelect, danger, disabled, keys }: ItemProps) {
  return (
    <Radix.Item className={cx(itemClass, danger && "text-failed")} onSelect={onSelect} disabled={disabled}>
      {icon}
      <span className="flex-1">{children}</span>
      {keys && <kbd className="text-12 text-muted">{keys}</kbd>}
    </Radix.Item>
  );
}

export function MenuCheck({ checked, onChange, children }: { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode }) {
  return (
    <Radix.CheckboxItem className={itemClass} checked={checked} onCheckedChange={onChange} onSelect={(event) => event.preventDefault()}>
      <span className="size-4">{checked && <Check aria-hidden className="size-4" />}</span>
      {children}
    </Radix.CheckboxItem>
  );
}

export function MenuChoice<T extends string>({ value, onChange, options }: { value: T; onChange: (value: T) => void; options: readonly { value: T; label: ReactNode }[] }) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={itemClass}>
          <span className="size-4">{option.value === value && <Check aria-hidden className="size-4" />}</span>
          {option.label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2 py-1 text-12 text-muted">{children}</Radix.Label>
);
export const MenuSeparator = () => <Radix.Separator className="my-1 h-px bg-border" />;
