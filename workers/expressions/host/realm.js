// What an expression can see, made immutable; then `__serve` is given the function that answers requests.
// `__dates` is dates.js.
// Nothing here knows where it runs: the expression host has it, and so has the page, to preview expressions.
(() => {
  "use strict";
  const serve = __serve;
  const datesWith = __dates;
  const global = globalThis;
  const compileScript = eval;
  const { freeze, getOwnPropertyDescriptors, getPrototypeOf, defineProperty, hasOwn, keys } = Object;
  const { toString } = Object.prototype;
  const { ownKeys } = Reflect;
  const { parse, stringify } = JSON;

  const STANDARD = new Set(
    `Object Array Number String Boolean Symbol BigInt Math JSON Date RegExp Intl Temporal Map Set WeakMap WeakSet Iterator
     Proxy Reflect ArrayBuffer DataView Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array
     BigUint64Array BigInt64Array Uint8ClampedArray Float16Array Float32Array Float64Array
     Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError
     parseFloat parseInt isFinite isNaN decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape
     Infinity NaN undefined`.split(/\s+/),
  );

  const hidden = () => {
    const iterators = [[].values(), new Map().keys(), new Set().keys(), "".matchAll(/./g), ""[Symbol.iterator]()];
    const wrapped = [Iterator.from({ next() {} }), [].values().map((x) => x), new Intl.Segmenter().segment("a")];
    return [
      function* () {}, async () => {}, async function* () {}, (function () { return arguments; })(),
      ...iterators, ...wrapped, wrapped[2][Symbol.iterator](), function* () {}.prototype, async function* () {}.prototype,
      (async () => {})(), getPrototypeOf(Uint8Array),
    ];
  };

  const forget = (owner, keys) => {
    for (const key of keys) if (!Reflect.deleteProperty(owner, key)) throw new Error(`can't remove ${String(key)}`);
  };

  const removeWhatReachesOut = () => {
    forget(global, ownKeys(global).filter((key) => !STANDARD.has(key) && key !== "undefined"));
    for (const sample of [function () {}, function* () {}, async () => {}, async function* () {}]) {
      forget(getPrototypeOf(sample), ["constructor"]);
    }
    forget(Object.prototype, ["__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"]);
    forget(Error, ["captureStackTrace", "stackTraceLimit", "prepareStackTrace"]);
    const state = ["input", "$_", "lastMatch", "$&", "lastParen", "$+", "leftContext", "$`", "rightContext", "$'"];
    forget(RegExp, [...state, ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `$${n}`)]);
    forget(RegExp.prototype, ["compile"]);
  };

  // A frozen prototype would also keep its descendants from having a property of the same name by assignment.
  const letDescendantsOverride = (prototype) => {
    for (const [key, { value, configurable }] of Object.entries(getOwnPropertyDescriptors(prototype))) {
      if (!configurable || value === undefined) continue;
      const set = function (own) {
        if (this === prototype) throw new TypeError(`Cannot assign to read only property '${key}'`);
        defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
      };
      defineProperty(prototype, key, { get: () => value, set, enumerable: false, configurable: true });
    }
  };

  const freezeAll = (roots) => {
    const seen = new Set();
    const open = [...roots];
    while (open.length) {
      const value = open.pop();
      if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) continue;
      seen.add(value);
      freeze(value);
      open.push(getPrototypeOf(value));
      const descriptors = getOwnPropertyDescriptors(value);
      for (const key of ownKeys(descriptors)) open.push(descriptors[key].value, descriptors[key].get, descriptors[key].set);
    }
  };

  const freezeData = (value) => {
    if (typeof value === "object" && value !== null) Object.values(freeze(value)).forEach(freezeData);
  };

  const PARAMETERS = "$json, $binary, $input, $, $vars, $execution, $workflow, $runIndex, $itemIndex, $now, $today, DateTime, Duration, Interval";
  const HARMLESS_CALLS = new Set(
    `abs at ceil charAt concat endsWith entries every filter find findIndex first flat flatMap floor getTime has includes
     indexOf isArray isFinite isInteger isNaN join keys last lastIndexOf map max min padEnd padStart parseFloat parseInt pow
     Number String Boolean reduce repeat replace replaceAll round slice some split startsWith substring test toFixed
     toISOString toLowerCase toSorted toString toUpperCase trim trimEnd trimStart trunc values stringify
     fromISO fromFormat fromSQL fromHTTP fromRFC2822 fromMillis fromSeconds fromJSDate fromObject fromDateTimes
     local utc now after before plus minus set startOf endOf until diff diffNow hasSame equals setZone setLocale toUTC toLocal
     toISO toISODate toISOTime toISOWeekDate toFormat toLocaleString toRelative toRelativeCalendar toSQL toSQLDate toHTTP
     toRFC2822 toMillis toSeconds toUnixInteger toJSDate toObject as shiftTo normalize negate toHuman contains overlaps
     engulfs abutsStart isAfter isBefore isEmpty count toDuration splitBy`.split(/\s+/),
  );

  // Whether a body surely leaves its input as it was; any doubt makes it work on a copy.
  const isHarmless = (source) => {
    if (/[`\\]|\/\/|\/\*|\+\+|--|[\])}]\s*(\?\.\s*)?\(|(^|[^=!<>])=(?![=>])|>>=|<<=|\b(delete|new|class|function|Reflect)\b/.test(source)) {
      return false;
    }
    return [...source.matchAll(/([\w$]+)\s*(?:\?\.\s*)?\(/g)].every(([, name]) => HARMLESS_CALLS.has(name) || name === "$");
  };

  const dates = datesWith(freezeAll, HARMLESS_CALLS);
  const NONE = freeze({});

  const compiled = new Map();
  const compile = (source) => {
    const known = compiled.get(source);
    if (known) return known;
    // Whatever closed the one bracket early could not close the other: it parses in both only if it is one expression.
    compileScript(`"use strict"; (() => [${source}\n])`);
    const run = compileScript(`(function (${PARAMETERS}) { "use strict"; return (${source}\n); })`);
    if (compiled.size >= 5000) compiled.clear();
    const entry = { run, source, harmless: isHarmless(source), read: dates.readBy(source), plain: undefined };
    compiled.set(source, entry);
    return entry;
  };

  const nothingOfLuxon = () => NONE;
  const beginDates = (entries, timezone) => {
    const named = entries.some(({ read }) => read !== null);
    const allPlain = named && entries.every((entry) => (entry.plain ??= dates.isPlain(entry.source)));
    const instant = Date.now();
    return entries.map(({ read }) => (read === null ? nothingOfLuxon : dates.begin(read, allPlain, timezone, instant)));
  };

  const itemsOf = (items) =>
    freeze({ first: () => items[0], last: () => items[items.length - 1], all: () => [...items] });

  // `at` says which item is at hand.
  const nodesOf = (nodes, matching, at) => {
    const handles = new Map();
    const handleOf = (name) => {
      const handle = hasOwn(nodes, name) ? { ...itemsOf(nodes[name]) } : {};
      freezeData(nodes[name]);
      if (hasOwn(matching, name)) {
        freezeData(matching[name].items);
        const itemMatching = (index) => matchingItem(matching[name], index);
        Object.assign(handle, { itemMatching, pairedItem: (index) => itemMatching(index ?? at.index) });
        defineProperty(handle, "item", { get: () => itemMatching(at.index) });
      }
      return freeze(handle);
    };
    return (name) => {
      if (typeof name !== "string" || !(hasOwn(nodes, name) || hasOwn(matching, name))) {
        throw new Error("write the node's name in quotes inside $( )");
      }
      if (!handles.has(name)) handles.set(name, handleOf(name));
      return handles.get(name);
    };
  };

  const matchingItem = ({ start, items, at }, index) => {
    const found = at[index - start];
    if (typeof found === "number") return items[found];
    throw new Error(found ?? `there is no item ${String(index)} in the input`);
  };

  const missing = (thrown) => {
    try {
      return thrown instanceof TypeError && /^Cannot read properties of (undefined|null) /.test(thrown.message);
    } catch {
      return false;
    }
  };

  const described = (thrown) => {
    try {
      if (typeof thrown !== "object" || thrown === null) return `it threw ${String(thrown)}`.slice(0, 500);
      const { name, message } = thrown;
      return `${typeof name === "string" ? name : "Error"}: ${String(message)}`.slice(0, 500);
    } catch {
      return "it threw something that isn't an error";
    }
  };

  // Text as JavaScript writes it, but nothing for null, undefined and NaN; what a plain object holds has no say.
  const asText = (value) => {
    if (value === undefined || value === null || value !== value) return "";
    if (Array.isArray(value)) return value.map(asText).join(",");
    if (typeof value === "object" && getPrototypeOf(value) === Object.prototype) return "[object Object]";
    return String(value);
  };

  // What JSON has only {} for.
  const WITHOUT_FIELDS = new Set(
    ["Map", "Set", "WeakMap", "WeakSet", "RegExp", "Promise", "Error", "Generator", "AsyncGenerator",
     "Array Iterator", "Map Iterator", "Set Iterator", "String Iterator", "RegExp String Iterator", "Iterator Helper"],
  );
  const withArticle = (name) => `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;

  const lostAs = (value) => {
    switch (typeof value) {
      case "number":
        return value !== value ? "not a number" : Number.isFinite(value) ? null : "infinite";
      case "function":
      case "symbol":
        return withArticle(typeof value);
      case "object": {
        if (value === null || Array.isArray(value) || getPrototypeOf(value) === Object.prototype) return null;
        const name = toString.call(value).slice(8, -1);
        return WITHOUT_FIELDS.has(name) && !keys(value).length && !showsItself(value) ? withArticle(name) : null;
      }
    }
    return null;
  };

  const showsItself = (value) => typeof value.toJSON === "function";
  const isValue = (value) => typeof value !== "function" && typeof value !== "symbol";

  // What JSON has no word for, so that null or {} stands in its place; of many the first that is found.
  const lostIn = (value, json) => {
    if (typeof value !== "object" || value === null) return lostAs(value);
    if (json === undefined) return "nothing as JSON";
    if (!json.includes("null") && !json.includes("{}")) return null;
    const open = [value];
    while (open.length) {
      const at = open.pop();
      const lost = lostAs(at);
      if (lost !== null) return lost;
      if (typeof at !== "object" || at === null || showsItself(at)) continue;
      // As a field's value, a function is left out with the field.
      const inner = Array.isArray(at) ? at : keys(at).map((key) => at[key]).filter(isValue);
      for (let place = inner.length - 1; place >= 0; place -= 1) open.push(inner[place]);
    }
    return null;
  };

  const evaluate = (text) => {
    const request = parse(text);
    const { offset, scope } = request;
    freezeData(scope);
    const bodies = [];
    for (const [source] of request.bodies) {
      try {
        bodies.push(compile(source));
      } catch (thrown) {
        return stringify({ error: { body: bodies.length, item: null, message: described(thrown) } });
      }
    }
    let datesOf;
    try {
      datesOf = beginDates(bodies, scope.timezone);
    } catch (thrown) {
      return stringify({ error: { body: bodies.findIndex(({ read }) => read !== null), item: null, message: described(thrown) } });
    }
    const at = { index: offset };
    const $ = nodesOf(request.nodes, request.matching, at);
    const whole = freeze(request.input ? itemsOf(request.input) : itemsOf(request.items));
    const rows = [];
    const absent = [];
    const lost = [];
    for (let index = 0; index < request.items.length; index += 1) {
      at.index = offset + index;
      const row = [];
      for (let body = 0; body < bodies.length; body += 1) {
        const { run, harmless } = bodies[body];
        const isText = request.bodies[body][1];
        let json;
        try {
          const item = harmless ? request.items[index] : parse(stringify(request.items[index]));
          const { now, today, DateTime, Duration, Interval } = datesOf[body]();
          const value = run(
            item.json, item.binary ?? {}, { ...whole, item }, $, scope.vars, scope.execution, scope.workflow,
            scope.runIndex, offset + index, now, today, DateTime, Duration, Interval,
          );
          json = stringify(isText ? asText(value) : value);
          if (value === undefined) absent.push([index, body]);
          else if (!isText || value !== value) {
            const why = lostIn(value, json);
            if (why !== null) lost.push([index, body, why]);
          }
        } catch (thrown) {
          if (!missing(thrown)) {
            return stringify({ error: { body, item: offset + index, message: described(thrown) } });
          }
          absent.push([index, body]);
          json = isText ? '""' : "null";
        }
        row.push(json === undefined ? "null" : json);
      }
      rows.push(`[${row.join(",")}]`);
    }
    return `{"values":[${rows.join(",")}],"missing":${stringify(absent)},"lost":${stringify(lost)}}`;
  };

  const unreachable = hidden();
  removeWhatReachesOut();
  [Object.prototype, Error.prototype, TypeError.prototype, RangeError.prototype].forEach(letDescendantsOverride);
  freezeAll([global, ...unreachable]);
  evaluate('{"bodies":[["1+1",false]],"items":[{"json":{}}],"offset":0,"nodes":{},"matching":{},"scope":{}}');
  serve(evaluate);
})();
