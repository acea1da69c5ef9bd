import { type FormEvent, useState } from "react";
import { type ApiError, asApiError } from "@/api/problem";

interface Options<V> {
  initial: V;
  /** Sends the values. A refused field is named by the API and shown beside it. */
  submit: (values: V) => Promise<unknown>;
  /** What can be told before asking the server: the field's name and what to do. */
  check?: (values: V) => Partial<Record<keyof V & string, string>>;
}

/**
 * Values, errors by field and sending, in one. `error` is what belongs to no field of the form: show it with ErrorState.
 * `<Field label error={form.errors.email}><Input {...form.input("email")} /></Field>`
 */
export function useForm<V extends Record<string, unknown>>({ initial, submit, check }: Options<V>) {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);

  const set = <K extends keyof V & string>(name: K, value: V[K]) => {
    setValues((before) => ({ ...before, [name]: value }));
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([field]) => field !== name)));
  };
  const input = (name: keyof V & string) => ({
    name,
    value: String(values[name] ?? ""),
    onChange: (event: { target: { value: string } }) => set(name, event.target.value as V[typeof name]),
  });

  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    const found = Object.entries(check?.(values) ?? {}).filter(([, text]) => text) as [string, string][];
    setError(null);
    setErrors(Object.fromEntries(found));
    if (found.length > 0) return focusFirst(event, found[0]![0]);
    setBusy(true);
    try {
      await submit(values);
    } catch (problem) {
      const refused = asApiError(problem);
      const known = Object.entries(refused.fields).filter(([name]) => name in values);
      setErrors(Object.fromEntries(known));
      if (known.length > 0) focusFirst(event, known[0]![0]);
      else setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const reset = (next: V = initial) => {
    setValues(next);
    setErrors({});
    setError(null);
  };
  return { values, set, input, errors, error, isBusy, send, reset };
}

function focusFirst(event: FormEvent | undefined, name: string) {
  const form = event?.currentTarget;
  if (form instanceof HTMLFormElement) form.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`)?.focus();
}
