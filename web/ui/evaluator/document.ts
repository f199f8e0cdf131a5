import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const NAME = "evaluator.html";
const [WORKER, REALM, FRAME] = ["./worker.js", "../../../workers/expressions/host/realm.js", "./frame.js"].map((path) => fileURLToPath(new URL(path, import.meta.url))) as [string, string, string];
const POLICY = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; worker-src blob:; sandbox allow-scripts";

/** The document that expressions are previewed in, complete in itself: its policy lets it load nothing. */
function evaluatorDocument(): string {
  const worker = text(WORKER) + text(REALM);
  const source = JSON.stringify(worker).replaceAll("<", "\\u003c");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Flowtape’s expressions</title><script>const SOURCE = ${source};\n${text(FRAME)}</script></html>\n`;
}

function text(path: string): string {
  return readFileSync(path, "utf8");
}

/** Built as a file of the bundle. The server gives it a policy of its own (`web/evaluator.py`); so does `npm run dev`. */
export function evaluator(): Plugin {
  return {
    name: "flowtape-evaluator",
    buildStart() {
      for (const file of [WORKER, REALM, FRAME]) this.addWatchFile(file);
    },
    generateBundle() {
      this.emitFile({ type: "asset", fileName: NAME, source: evaluatorDocument() });
    },
    configureServer({ middlewares }) {
      middlewares.use(`/${NAME}`, (_, response) => {
        response.setHeader("Content-Type", "text/html").setHeader("Content-Security-Policy", POLICY).end(evaluatorDocument());
      });
    },
  };
}
