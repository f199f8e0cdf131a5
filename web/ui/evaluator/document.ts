import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const NAME = "evaluator.html";
const POLICY = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; worker-src blob:; sandbox allow-scripts";

/** The document that expressions are previewed in, complete in itself: its policy lets it load nothing. */
function evaluatorDocument(): string {
  const worker = text("./worker.js") + text("../../../workers/expressions/host/realm.js");
  const source = JSON.stringify(worker).replaceAll("<", "\\u003c");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Flowtape’s expressions</title><script>const SOURCE = ${source};\n${text("./frame.js")}</script></html>\n`;
}

function text(path: string): string {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}

/** Built as a file of the bundle. The server gives it a policy of its own (`web/evaluator.py`); so does `npm run dev`. */
export function evaluator(): Plugin {
  return {
    name: "flowtape-evaluator",
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
