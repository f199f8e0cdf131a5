import { expect, test } from "vitest";
import { jsonFault } from "./json-fault";

test.each(['{"a": [1, -2.5e3, "x\\u00e9\\n", true, null, {}]}', " [] ", '"ünï"', "0", '{"__proto__": 1, "a": 1, "a": 2}'])(
  "%s is JSON",
  (text) => expect(jsonFault(text)).toBeNull(),
);

test.each([
  ['{"a": 1,\n "b" 2}', 2, 6, "a colon was expected after the key, but here is 2"],
  ['{"a": 1\n "b": 2}', 2, 2, 'a comma or } was expected, but here is "'],
  ["{a: 1}", 1, 2, "a key in double quotes was expected, but here is a"],
  ["[1, 2,]", 1, 7, "the comma before this ] is one too many"],
  ['{"a": NaN}', 1, 7, "a value was expected, but here is N"],
  ['{"a": "x', 1, 7, "this text in quotes is never closed"],
  ['{"a": 1', 1, 8, "a comma or } was expected, but the text ends here"],
  ["{} {}", 1, 4, "nothing more was expected after the value, but here is {"],
  ["[01]", 1, 2, "this is not a number"],
  ["[1e400]", 1, 2, "this number is too large"],
  ['"\\x"', 1, 2, 'after a backslash, only one of " \\ / b f n r t u0000 can follow'],
  ['"a\nb"', 1, 3, "a line break inside quotes must be written \\n"],
  ["", 1, 1, "a value was expected, but the text ends here"],
  ["[".repeat(101) + "]".repeat(101), 1, 101, "this is nested more than 100 levels deep"],
])("%j is pointed at", (text, line, column, message) => {
  expect(jsonFault(text)).toMatchObject({ line, column, message });
});

test("it agrees with the browser on what is JSON", () => {
  const pieces = ["{", "}", "[", "]", ",", ":", '"a"', "1", "-", "true", " ", "\\", "e5", '"'];
  for (let seed = 0; seed < 20_000; seed++) {
    let text = "";
    for (let rest = seed * 7919 + 13; rest > 0; rest = Math.floor(rest / pieces.length)) text += pieces[rest % pieces.length] ?? "";
    expect([text, jsonFault(text) === null]).toEqual([text, parses(text)]);
  }
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
