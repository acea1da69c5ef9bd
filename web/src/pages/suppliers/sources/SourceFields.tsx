import { useState } from "react";
import { Button, Field, Input, PasswordInput, Select, Switch, Textarea } from "@/components";
import { type Key, useT } from "@/i18n";
import { fieldKey, isSecret, type SourceField, type SourceKindForm } from "./sourceKinds";
import { isAsked, type SourceValues } from "./sourceValues";

interface Props {
  kind: SourceKindForm;
  values: SourceValues;
  errors: Readonly<Record<string, string>>;
  onChange: (field: SourceField, value: string | boolean) => void;
  /** Names of the secrets that are set. */
  stored: readonly string[];
  removed: ReadonlySet<string>;
  onRemove: (name: string, isRemoved: boolean) => void;
}

/** The fields of a kind, as its table says; what few people need is folded. */
export function SourceFields(props: Props) {
  const t = useT();
  const asked = props.kind.fields.filter((field) => isAsked(field, props.values));
  const advanced = asked.filter((field) => field.isAdvanced);
  // Open when something stands in it, or is wrong in it.
  const isUsed = advanced.some((field) => props.errors[fieldKey(field)] || isSaid(field, props.values));
  return (
    <>
      <Group {...props} fields={asked.filter((field) => !field.isAdvanced)} />
      {advanced.length > 0 && (
        <details open={isUsed || undefined}>
          <summary className="min-h-6 cursor-pointer text-13 font-medium text-accent">{t("suppliers.source.advanced")}</summary>
          <div className="mt-3">
            <Group {...props} fields={advanced} />
          </div>
        </details>
      )}
    </>
  );
}


const isSaid = (field: SourceField, values: SourceValues) => {
  const value = values[field.name];
  return field.is === "choice" ? value !== field.options?.[0] : Boolean(value);
};

function Group({ fields, ...props }: Props & { fields: readonly SourceField[] }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {fields.map((field) => <OneField key={field.name} field={field} {...props} />)}
    </div>
  );
}

const isWide = (field: SourceField) => ["lines", "pairs", "secret_lines", "secret_pairs"].includes(field.is) || field.name === "url" || field.name === "path" || field.name === "login";

function OneField({ field, values, errors, onChange, stored, removed, onRemove }: Props & { field: SourceField }) {
  const t = useT();
  const word = field.name.replace(".", "_");
  const label = t(`suppliers.field.${word}` as Key);
  const hint = t(`suppliers.field.${word}.hint` as Key);
  const common = { className: isWide(field) ? "sm:col-span-2" : undefined, label, hint: hint.endsWith(".hint") ? undefined : hint, error: errors[fieldKey(field)] };
  const input = {
    name: fieldKey(field),
    value: String(values[field.name] ?? ""),
    placeholder: field.placeholder,
    spellCheck: false,
    autoComplete: "off",
    onChange: (event: { target: { value: string } }) => onChange(field, event.target.value),
  };
  if (field.is === "switch") return <Switch checked={values[field.name] === true} onChange={(isOn) => onChange(field, isOn)} label={label} hint={common.hint} />;
  if (isSecret(field) && field.is !== "secret_pairs") {
    return <Secret field={field} common={common} input={input} isSet={stored.includes(field.name)} isRemoved={removed.has(field.name)} onRemove={(isRemoved) => onRemove(field.name, isRemoved)} />;
  }
  return (
    <Field {...common}>
      {field.is === "choice" ? (
        <Select {...input}>
          {field.options?.map((one) => <option key={one} value={one}>{t(`suppliers.choice.${one}` as Key)}</option>)}
        </Select>
      ) : field.is === "number" ? (
        <Input {...input} type="number" min={0} />
      ) : field.is === "text" ? (
        <Input {...input} />
      ) : (
        <Textarea {...input} className="font-mono" rows={3} />
      )}
    </Field>
  );
}

interface SecretProps {
  field: SourceField;
  common: { className?: string; label: string; hint?: string; error?: string };
  input: { name: string; value: string; placeholder?: string; onChange: (event: { target: { value: string } }) => void };
  isSet: boolean;
  isRemoved: boolean;
  onRemove: (isRemoved: boolean) => void;
}

/** A secret is never shown again: it is set, and can be replaced or removed. */
function Secret({ field, common, input, isSet, isRemoved, onRemove }: SecretProps) {
  const t = useT();
  const [isReplacing, setReplacing] = useState(false);
  if (isSet && !isReplacing) {
    return (
      <div className={common.className}>
        <p className="mb-1 text-13 font-medium">{common.label}</p>
        <div className="flex min-h-9 flex-wrap items-center gap-2">
          <span className="flex-1">{t(isRemoved ? "suppliers.secret.removed" : "suppliers.secret.set")}</span>
          {!isRemoved && <Button size="small" onClick={() => setReplacing(true)}>{t("suppliers.secret.replace")}</Button>}
          <Button size="small" onClick={() => onRemove(!isRemoved)}>{t(isRemoved ? "suppliers.secret.keep" : "suppliers.secret.remove")}</Button>
        </div>
        {common.error && <p role="alert" className="mt-1 text-12 text-failed">{common.error}</p>}
      </div>
    );
  }
  return <Field {...common}>{field.is === "secret_lines" ? <Textarea {...input} className="font-mono" rows={4} /> : <PasswordInput {...input} autoComplete="new-password" />}</Field>;
}
