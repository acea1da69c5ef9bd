import { type ReactElement, type ReactNode, cloneElement, useId } from "react";

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong with the value, as the server or the form says it. */
  error?: string;
  optional?: ReactNode;
  children: ReactElement<{ id?: string; "aria-describedby"?: string; "aria-invalid"?: boolean }>;
  className?: string;
}

/** Label, control, hint and error, tied together for screen readers. The only child is the control. */
export function Field({ label, hint, error, optional, children, className }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 flex items-baseline justify-between gap-2 text-13 font-medium">
        {label}
        {optional && <span className="font-normal text-muted">{optional}</span>}
      </label>
      {cloneElement(children, { id, "aria-describedby": described, "aria-invalid": error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-12 text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-12 text-failed" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
