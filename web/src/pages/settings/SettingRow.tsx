import { useId, useState, type FormEvent } from "react";
import { api, type ApiError, asApiError, call, changed, type Schema } from "@/api";
import { Button, Combobox, ErrorState, Input, RelativeTime, Select, toast } from "@/components";
import { currentLanguage, type Translate, useLanguage, useT } from "@/i18n";

type Setting = Schema<"settings.SettingView">;

const knownNames = [
  "import_file_retention_days", "import_log_retention_days", "audit_retention_days", "job_retention_days", "notification_retention_days",
  "low_stock_threshold", "reject_share_warning", "stale_feed_days", "default_currency", "default_vat_rate", "default_language", "time_zone",
] as const;

export function settingName(name: string, t: Translate) {
  const known = knownNames.find((one) => one === name);
  return known ? t(`settings.name.${known}`) : name;
}

/** One setting with what it does, its rule and its default. It is kept by itself, and never over what somebody else has changed. */
export function SettingRow({ setting, etag }: { setting: Setting; etag: string }) {
  const t = useT();
  const language = useLanguage();
  const id = useId();
  const [value, setValue] = useState(setting.value);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const name = settingName(setting.name, t);
  const isChanged = value.trim() !== setting.value;

  const send = async (request: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await request();
      toast.done(t("settings.kept", { name }));
      await changed(["settings"]);
    } catch (problem) {
      const refused = asApiError(problem);
      setError(refused);
      if (refused.wasChangedElsewhere) await changed(["settings"]);
    } finally {
      setBusy(false);
    }
  };
  const headers = { "If-Match": etag };
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) void send(() => call(api.PATCH("/api/v1/settings", { headers, body: { values: { [setting.name]: value.trim() } } })));
  };
  const reset = () => void send(() => call(api.DELETE("/api/v1/settings/{name}", { headers, params: { path: { name: setting.name } } })));
  return (
    <li>
      <form onSubmit={keep} className="grid gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-[1fr_22rem]">
        <div className="min-w-0">
          <label htmlFor={id} className="font-medium">{name}</label>
          <p id={`${id}-help`} className="text-13 text-muted">{setting.help[language]}</p>
          <p className="text-12 text-muted">
            {t("settings.rule", { rule: ruleText(setting, t), usual: valueText(setting.default_value, setting, t) })}
            {setting.changed_by && <> · {t("settings.changed_by", { who: setting.changed_by })} <RelativeTime at={setting.changed_at} /></>}
          </p>
        </div>
        <div className="space-y-2">
          <div className="flex items-center gap-2">
            <Control setting={setting} id={id} label={name} value={value} onChange={setValue} />
            {setting.unit && <span className="shrink-0 text-13 text-muted">{unitText(setting.unit, t)}</span>}
          </div>
          <div className="flex flex-wrap gap-2 empty:hidden sm:min-h-7 sm:empty:flex">
            {isChanged && <Button type="submit" size="small" look="primary" busy={busy}>{t("settings.save")}</Button>}
            {isChanged && <Button size="small" look="quiet" onClick={() => { setValue(setting.value); setError(null); }}>{t("common.cancel")}</Button>}
            {!isChanged && !setting.is_default && (
              <Button size="small" look="quiet" busy={busy} onClick={reset} aria-label={t("settings.reset_named", { name })}>{t("settings.reset")}</Button>
            )}
          </div>
          {error && (error.wasChangedElsewhere ? <p role="alert" className="text-13 text-failed">{t("settings.changed_elsewhere")}</p> : <ErrorState error={error} compact />)}
        </div>
      </form>
    </li>
  );
}

const unitText = (unit: string, t: Translate) => (unit === "days" ? t("settings.unit.days") : unit);

/** A decimal as the language writes it; the API writes it with a point. */
const inWords = (value: string, { type }: Setting) => (type === "decimal" && currentLanguage() === "fr" ? value.replace(".", ",") : value);

function valueText(value: string, setting: Setting, t: Translate) {
  const written = inWords(value, setting);
  if (setting.name === "default_language") return value === "fr" ? "Français" : "English";
  return setting.unit ? `${written} ${unitText(setting.unit, t)}` : written;
}

function ruleText(setting: Setting, t: Translate) {
  const range = /^(\d+) to (\d+)$/.exec(setting.rule);
  if (range) return t("settings.rule.range", { low: Number(range[1]), high: Number(range[2]) });
  if (setting.type === "choice") return setting.rule.split("|").map((one) => valueText(one, setting, t)).join(", ");
  if (setting.type === "currency") return t("settings.rule.currency");
  if (setting.type === "time_zone") return t("settings.rule.time_zone");
  return setting.rule;
}

interface ControlProps {
  setting: Setting;
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
}

function Control({ setting, id, label, value, onChange }: ControlProps) {
  const t = useT();
  const described = { id, "aria-describedby": `${id}-help` };
  if (setting.type === "choice") {
    return (
      <Select {...described} value={value} onChange={(event) => onChange(event.target.value)}>
        {setting.rule.split("|").map((one) => (
          <option key={one} value={one}>{valueText(one, setting, t)}</option>
        ))}
      </Select>
    );
  }
  if (setting.type === "time_zone" || setting.type === "currency") {
    const known = Intl.supportedValuesOf(setting.type === "currency" ? "currency" : "timeZone");
    const options = [...new Set([value, "UTC", ...known])].filter((one) => setting.type === "time_zone" || one !== "UTC");
    return <Combobox {...described} label={label} value={value} onChange={onChange} options={options.map((one) => ({ value: one, label: one }))} />;
  }
  return <Input {...described} value={inWords(value, setting)} inputMode={setting.type === "integer" ? "numeric" : "decimal"} autoComplete="off" onChange={(event) => onChange(event.target.value.replace(",", "."))} />;
}
