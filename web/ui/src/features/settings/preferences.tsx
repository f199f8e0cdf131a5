import { t } from "@/i18n/i18n";
import { LANGUAGES, prefer, THEMES, usePreferences } from "@/preferences/preferences";
import { PreferenceChoice } from "./preference-choice";
import { Section } from "./section";
import { TimeZone } from "./time-zone";

const SWITCHES = ["palette", "minimap", "logs", "snap"] as const;

/** Preferences of this machine. */
export function PreferencesSection() {
  const preferences = usePreferences();
  const { theme, language } = preferences;
  return (
    <Section id="preferences" title={t("preferences.title")} text={t("preferences.text")}>
      <div className="space-y-5">
        <PreferenceChoice legend={t("preferences.theme")} options={THEMES} value={theme} label={(option) => t(`theme.${option}`)} onChange={(wished) => prefer({ theme: wished })} />
        <PreferenceChoice
          legend={t("preferences.language")}
          options={LANGUAGES}
          value={language}
          label={(option) => (option === "en" ? "English" : "Deutsch")}
          onChange={(wished) => prefer({ language: wished })}
        />
        <TimeZone />
        <fieldset>
          <legend className="mb-1.5 text-sm font-medium">{t("preferences.layout")}</legend>
          <div className="grid gap-2 sm:grid-cols-2">
            {SWITCHES.map((name) => (
              <label key={name} className="flex items-center gap-2 text-sm">
                <input type="checkbox" className="size-4 accent-ink" checked={preferences[name]} onChange={() => prefer({ [name]: !preferences[name] })} />
                {t(`preferences.${name}`)}
              </label>
            ))}
          </div>
        </fieldset>
      </div>
    </Section>
  );
}
