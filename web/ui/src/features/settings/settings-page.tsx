import { useTitle } from "@/components/title";
import { type PlainKey, t } from "@/i18n/i18n";
import { Environments } from "./environments";
import { Password } from "./password";
import { PreferencesSection } from "./preferences";
import { Profile } from "./profile";

/** Another part is a line here and a `Section` below. */
const PARTS: Record<string, PlainKey> = {
  preferences: "preferences.title",
  profile: "settings.profile",
  password: "settings.password",
  environments: "settings.environments",
};

export function SettingsPage() {
  useTitle(t("nav.settings"));
  return (
    <>
      <h1 className="mb-5 text-2xl font-semibold tracking-tight">{t("nav.settings")}</h1>
      <div className="flex flex-col gap-x-8 gap-y-4 lg:flex-row">
        <nav aria-label={t("settings.sections")} className="text-sm lg:w-52 lg:shrink-0">
          <ul className="flex flex-wrap gap-0.5 lg:sticky lg:top-5 lg:block">
            {Object.entries(PARTS).map(([id, title]) => (
              <li key={id}>
                <a href={`#${id}`} className="block rounded-[7px] px-2.5 py-1.5 text-soft hover:bg-sunk hover:text-ink">
                  {t(title)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="max-w-2xl min-w-0 flex-1 space-y-4">
          <PreferencesSection />
          <Profile />
          <Password />
          <Environments />
        </div>
      </div>
    </>
  );
}
