import { useTitle } from "@/components/title";
import { t } from "@/i18n/i18n";
import { LANGUAGES, prefer, THEMES, usePreferences } from "@/preferences/preferences";
import { PreferenceChoice } from "./preference-choice";

/** Preferences of this machine. */
export function SettingsPage() {
  useTitle(t("nav.settings"));
  const { theme, language } = usePreferences();
  return (
    <div className="max-w-2xl">
      <h1 className="text-2xl font-semibold tracking-tight">{t("nav.settings")}</h1>
      <section className="panel mt-5 space-y-5 p-5" aria-label={t("preferences.title")}>
        <div>
          <h2 className="font-semibold">{t("preferences.title")}</h2>
          <p className="text-sm text-faint">{t("preferences.text")}</p>
        </div>
        <PreferenceChoice legend={t("preferences.theme")} options={THEMES} value={theme} label={(option) => t(`theme.${option}`)} onChange={(wished) => prefer({ theme: wished })} />
        <PreferenceChoice
          legend={t("preferences.language")}
          options={LANGUAGES}
          value={language}
          label={(option) => (option === "en" ? "English" : "Deutsch")}
          onChange={(wished) => prefer({ language: wished })}
        />
      </section>
    </div>
  );
}
