import { useLayoutEffect } from "react";
import { usePreferences } from "@/preferences/preferences";

/** Theme and language of the document itself. */
export function useAppearance(): void {
  const theme = usePreferences((preferences) => preferences.theme);
  const language = usePreferences((preferences) => preferences.language);
  useLayoutEffect(() => {
    const { documentElement } = document;
    if (theme === "system") delete documentElement.dataset["theme"];
    else documentElement.dataset["theme"] = theme;
    documentElement.lang = language;
  }, [theme, language]);
}
