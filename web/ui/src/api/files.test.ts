import { expect, test } from "vitest";
import { filesOf, isPicture } from "./files";

const file = { file_id: "1", name: "a.png", mime: "image/png", size: 3 };

test("the files of an item are read, and whatever is none is left out", () => {
  expect(filesOf({ data: file, odd: null, other: { name: "x" }, text: "x" })).toEqual([["data", file]]);
  expect(filesOf({ data: { file_id: "1", name: "a", size: 12n } })).toEqual([["data", { file_id: "1", name: "a", mime: "", size: 12 }]]);
  expect(filesOf(undefined)).toEqual([]);
});

test("only pictures that are nothing else are drawn, and none that is huge", () => {
  expect(isPicture(file)).toBe(true);
  for (const mime of ["image/svg+xml", "text/html", "application/pdf", ""]) expect(isPicture({ ...file, mime })).toBe(false);
  expect(isPicture({ ...file, size: 1e8 })).toBe(false);
});
