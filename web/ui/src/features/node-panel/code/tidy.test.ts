import { expect, test } from "vitest";
import { laidOut, trimmed } from "./tidy";

test("JSON is laid out, and its values stay digit for digit", () => {
  expect(laidOut('{"a":[1.0,12345678901234567890,{ }],"b":[],\n"c {[,:": "x\\"y"}')).toBe(
    '{\n  "a": [\n    1.0,\n    12345678901234567890,\n    {}\n  ],\n  "b": [],\n  "c {[,:": "x\\"y"\n}',
  );
});

test("what is no JSON is left alone", () => {
  expect(laidOut('{"a": }')).toBe('{"a": }');
});

test("spaces at the ends of lines go, those that code begins with stay", () => {
  expect(trimmed("if a:  \n    b\t\n\n\n")).toBe("if a:\n    b");
});
