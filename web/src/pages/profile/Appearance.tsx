import { api, call, changed } from "@/api";
import { Card, Field, Select, tellFailure } from "@/components";
import { type Language, languages, setLanguage, useLanguage, useT } from "@/i18n";
import { type Theme, setTheme, themes, useTheme } from "@/lib/theme";
import { languageNames } from "@/layout/TopBar";

/** Language and look. The language also becomes that of mails; the look stays with this browser. */
export function Appearance() {
  const t = useT();
  const language = useLanguage();
  const theme = useTheme();
  const choose = async (next: Language) => {
    await setLanguage(next);
    try {
      await call(api.PATCH("/api/v1/notifications/preferences", { body: { language: next, kinds: {} } as never }));
      await changed(["notifications", "preferences"]);
    } catch (error) {
      tellFailure(error, t("profile.language.not_kept"));
    }
  };
  return (
    <Card title={t("profile.appearance")}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("common.language.label")} hint={t("profile.language.hint")}>
          <Select value={language} onChange={(event) => void choose(event.target.value as Language)}>
            {languages.map((one) => (
              <option key={one} value={one}>{languageNames[one]}</option>
            ))}
          </Select>
        </Field>
        <Field label={t("common.theme.label")} hint={t("profile.theme.hint")}>
          <Select value={theme} onChange={(event) => setTheme(event.target.value as Theme)}>
            {themes.map((one) => (
              <option key={one} value={one}>{t(`common.theme.${one}`)}</option>
            ))}
          </Select>
        </Field>
      </div>
    </Card>
  );
}
