import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const checkout = new URL("../../../../", import.meta.url);
const ours = new URL("workers/expressions/host/", checkout);
const installed = new URL("web/ui/node_modules/luxon/", checkout);
const bytes = (name: string, folder: URL) => readFileSync(new URL(name, folder));
const json = (name: string, folder: URL) => JSON.parse(bytes(name, folder).toString()) as Record<string, unknown>;

test("expressions have the very Luxon that the lock file names", () => {
  const { packages } = json("web/ui/package-lock.json", checkout) as { packages: Record<string, { version: string }> };
  expect(json("package.json", installed)).toMatchObject({ version: packages["node_modules/luxon"]?.version, license: "MIT" });
  expect(bytes("luxon.min.js", ours).equals(bytes("build/global/luxon.min.js", installed))).toBe(true);
  expect(bytes("luxon.LICENSE.md", ours).equals(bytes("LICENSE.md", installed))).toBe(true);
});

test("code has the same Luxon as expressions", () => {
  const environment = bytes("sandbox/environments/javascript.toml", checkout).toString();
  expect(/"luxon@([^"]+)"/.exec(environment)?.[1]).toBe(json("package.json", installed).version);
});
