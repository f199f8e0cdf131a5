/** Writes src/api/schema.ts from the API's own description; its first line says of which. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { URL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const root = new URL("../../../", import.meta.url);
const document = execFileSync(new URL(".venv/bin/python", root).pathname, ["-m", "web.api.openapi"], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 1e8,
});
const digest = createHash("sha256").update(document).digest("hex");
const types = astToString(await openapiTS(document, { alphabetize: true }));
writeFileSync(
  new URL("../src/api/schema.ts", import.meta.url),
  `// Made by npm run api of the API with SHA-256 ${digest}.\n${types}`,
);
