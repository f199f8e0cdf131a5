// Luxon for expressions; goes before realm.js, which is given it as `__dates`. `__luxon` gives
// Luxon's source, which most hosts never need.
//
// Luxon keeps caches and settings, and hands out what they hold. So each body of a call gets a Luxon of its own, thrown
// away afterwards; only where all of them surely can't change anything, as most can't, they share the one that stays.
(() => {
  "use strict";
  const sourceOfLuxon = __luxon;
  const compileScript = eval;
  const own = Object.getOwnPropertyDescriptors;
  const { defineProperty, freeze, hasOwn } = Object;
  const isDot = (token) => token === "." || token === "?.";

  const NAMES = /(?<![\w$]|(?<!\.\.)\.)(?:\$now|\$today|DateTime|Duration|Interval)(?![\w$])/;
  const ROOTS = new Set(
    "$json $binary $input $vars $execution $workflow $runIndex $itemIndex $now $today true false null undefined".split(" "),
  );
  const NAMESPACES = new Set(["DateTime", "Duration", "Interval", "Math"]);
  const WAYS_TO_CLASSES = /constructor|prototype|__proto__/;
  const TOKEN =
    /\s*(?:"[^"\\\n]*"|'[^'\\\n]*'|[A-Za-z_$][\w$]*|\d+(?:\.\d+)?(?![\w$.])|\?\.(?!\d)|[=!]==?|[<>]=?(?![<>=])|&&|\|\||\?\?|[-+](?![-+])|\/(?![/*])|[*%?:.,()[\]{}!])/y;
  const [IS_NAME, IS_LITERAL, ENDS_VALUE] = [/^[A-Za-z_$]/, /^["'\d]/, /[\w$\])}"']$/];
  const ALWAYS_FUNCTIONS = ["first", "last", "all", "itemMatching", "pairedItem", ...Object.getOwnPropertyNames(Object.prototype)];

  // A formatter takes 30 kB outside of V8's heap, which knows nothing of them.
  const FORMATTERS = 1000;
  const EVALUATIONS = 100_000;
  const PRESSURE = 64 * 1024 * 1024;
  let wear = 0;
  const counted = (Format) =>
    class extends Format {
      constructor(...given) {
        wear += EVALUATIONS / FORMATTERS;
        super(...given);
      }
    };
  const countingIntl = freeze({
    Locale: Intl.Locale,
    DateTimeFormat: counted(Intl.DateTimeFormat),
    NumberFormat: counted(Intl.NumberFormat),
    RelativeTimeFormat: counted(Intl.RelativeTimeFormat),
    ListFormat: counted(Intl.ListFormat),
  });
  const collectGarbageSoon = () => {
    try {
      return new ArrayBuffer(PRESSURE);
    } catch {
      return null;
    }
  };

  const builtIn = [Object, Function, Array, String, Number, Boolean, Date, Iterator].map((one) => one.prototype);
  builtIn.push(Math, Object.getPrototypeOf([].values()));
  // It asks whether Error is native.
  const onlyToString = freeze({ toString: Function.prototype.toString });
  let factory = null;
  const make = () => {
    factory ??= compileScript(`(function (Intl, Function) { "use strict"; ${sourceOfLuxon()}\nreturn luxon; })`);
    const luxon = factory(countingIntl, onlyToString);
    const { Settings, SystemZone, FixedOffsetZone, Interval } = luxon;
    // Where this runs, a server or somebody's browser, must make no difference.
    Settings.defaultLocale = "en-US";
    defineProperty(SystemZone, "instance", { value: FixedOffsetZone.utcInstance });
    defineProperty(Interval.prototype, "toString", { value() { return this.toISO(); } });
    defineProperty(Interval.prototype, "toJSON", { value() { return this.isValid ? this.toISO() : null; } });
    return luxon;
  };

  const functionsOf = (luxon) => {
    const { DateTime, Duration, Interval, Zone, IANAZone, FixedOffsetZone, InvalidZone } = luxon;
    const classes = [DateTime, Duration, Interval, Zone, IANAZone, FixedOffsetZone, InvalidZone, DateTime.now().loc.constructor];
    const owners = [...classes, ...classes.map((one) => one.prototype), ...builtIn];
    return owners.flatMap((owner) => Object.entries(own(owner)).flatMap(([name, { value }]) => (typeof value === "function" ? [name] : [])));
  };

  globalThis.__dates = (freezeAll, harmlessCalls) => {
    let shared = null;
    let functions = null;
    const sharedLuxon = () => {
      if (shared !== null) return shared;
      shared = make();
      functions = new Set([...functionsOf(shared), ...ALWAYS_FUNCTIONS]);
      freezeAll([shared, countingIntl]);
      return shared;
    };

    const tokensOf = (text) => {
      const tokens = [];
      for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length; ) {
        const [token] = TOKEN.exec(text) ?? [""];
        if (token === "") return null;
        tokens.push(token.trim());
      }
      return tokens;
    };

    const isPlainName = (tokens, place) => {
      const [earlier, root, before, name, after] = [-3, -2, -1, 0, 1].map((step) => tokens[place + step] ?? "");
      if (isDot(before)) {
        if (after === "(") return harmlessCalls.has(name);
        return root === "$json" && !isDot(earlier) ? !hasOwn(Object.prototype, name) : !functions.has(name);
      }
      if (after === ":" && (before === "{" || before === ",")) return true;
      if (name === "$") return after === "(";
      return NAMESPACES.has(name) ? after === "." : after !== "(" && ROOTS.has(name);
    };

    // A plain body reads, compares and calls Luxon's and other harmless methods by their names. It makes no function
    // and gets hold of none, so that nothing that Luxon takes from it, calls or remembers, is more than data.
    const isPlain = (text) => {
      sharedLuxon();
      const tokens = WAYS_TO_CLASSES.test(text) ? null : tokensOf(text.trim());
      return tokens !== null && tokens.every((token, place) => {
        const [before = "", after = ""] = [tokens[place - 1], tokens[place + 1]];
        if (IS_NAME.test(token)) return isPlainName(tokens, place);
        if (token === "(") return before !== "?." && (IS_NAME.test(before) || !ENDS_VALUE.test(before));
        if (isDot(token)) return !isDot(before);
        if (token === "/") return ENDS_VALUE.test(before) && before !== "}";
        if (token !== "[" || !(before === "?." || ENDS_VALUE.test(before))) return true;
        return IS_LITERAL.test(after) && tokens[place + 2] === "]" && !functions.has(after.slice(1, -1));
      });
    };

    const given = ({ DateTime, Duration, Interval }, { now, today }, instant) => {
      const at = now || today ? DateTime.fromMillis(instant) : undefined;
      return { now: at, today: today ? at.startOf("day") : undefined, DateTime, Duration, Interval };
    };

    const inZone = (luxon, timezone) => {
      luxon.Settings.defaultZone = timezone;
      if (!luxon.Settings.defaultZone.isValid) throw new Error(`the workflow's time zone ${timezone} isn't known to expressions`);
      return luxon;
    };

    const forgetFormatters = (luxon) => {
      wear = 0;
      for (const { Settings } of [luxon, sharedLuxon()]) Settings.resetCaches();
      collectGarbageSoon();
    };

    return {
      isPlain,
      // What of Luxon a body names; null: nothing.
      readBy: (body) => (NAMES.test(body) ? { now: body.includes("$now"), today: body.includes("$today") } : null),
      // For one body of one call, and any number of items: what it is given for the next item. `allPlain`: every body
      // of the call is.
      begin(read, allPlain, timezone, instant) {
        const kept = sharedLuxon();
        const luxon = inZone(allPlain ? kept : make(), timezone);
        const same = allPlain && given(luxon, read, instant);
        return () => {
          wear += 1;
          if (wear > EVALUATIONS) forgetFormatters(luxon);
          return same || given(luxon, read, instant);
        };
      },
    };
  };
})();
