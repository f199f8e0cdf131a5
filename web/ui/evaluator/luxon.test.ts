import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const ours = new URL("../../../workers/expressions/host/", import.meta.url);
const installed = new URL("../node_modules/luxon/", import.meta.url);
const bytes = (name: string, folder: URL) => readFileSync(new URL(name, folder));
const json = (name: string, folder: URL) => JSON.parse(bytes(name, folder).toString()) as Record<string, unknown>;

test("expressions have the very Luxon that the lock file names", () => {
  const { packages } = json("../package-lock.json", new URL(import.meta.url)) as { packages: Record<string, { version: string }> };
  expect(json("package.json", installed)).toMatchObject({ version: packages["node_modules/luxon"]?.version, license: "MIT" });
  expect(bytes("luxon.min.js", ours).equals(bytes("build/global/luxon.min.js", installed))).toBe(true);
  expect(bytes("luxon.LICENSE.md", ours).equals(bytes("LICENSE.md", installed))).toBe(true);
});

test("code has the same Luxon as expressions", () => {
  const environment = bytes("../../../sandbox/environments/javascript.toml", new URL(import.meta.url)).toString();
  expect(/"luxon@([^"]+)"/.exec(environment)?.[1]).toBe(json("package.json", installed).version);
});
