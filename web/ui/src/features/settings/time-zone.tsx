import { useEffect, useId, useRef, useState } from "react";
import { useNow } from "@/components/now";
import { t } from "@/i18n/i18n";
import { moment } from "@/lib/format";
import { computersZone, zoneNamed, zones } from "@/lib/zones";
import { prefer, usePreferences } from "@/preferences/preferences";

const ZONES = zones();
/** The page is drawn anew when the zone changes, and whoever has just chosen one is still there. */
let hasJustChosen = false;

/** The time zone that times are read in; empty: the computer's. */
export function TimeZone() {
  const id = useId();
  const chosen = usePreferences(({ timeZone }) => timeZone);
  const [typed, setTyped] = useState(chosen);
  const field = useRef<HTMLInputElement>(null);
  const now = useNow(1000);
  const isUnknown = typed.trim() !== "" && zoneNamed(typed) === null;
  useEffect(() => {
    if (hasJustChosen) field.current?.focus();
    hasJustChosen = false;
  }, []);
  const choose = (text: string) => {
    setTyped(text);
    const zone = text.trim() === "" ? "" : zoneNamed(text);
    if (zone === null || zone === chosen) return;
    hasJustChosen = true;
    prefer({ timeZone: zone });
  };
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {t("preferences.timeZone")}
      </label>
      <input
        ref={field}
        id={id}
        className="field max-w-sm"
        list={`${id}-zones`}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${id}-help`}
        aria-invalid={isUnknown}
        placeholder={t("preferences.timeZoneOwn", { zone: computersZone() })}
        value={typed}
        onChange={({ target }) => choose(target.value)}
      />
      <datalist id={`${id}-zones`}>
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <p id={`${id}-help`} className={`mt-1 text-xs ${isUnknown ? "text-bad" : "text-faint"}`}>
        {isUnknown ? t("preferences.timeZoneUnknown") : t("preferences.timeZoneHelp", { time: moment(now) })}
      </p>
    </div>
  );
}
