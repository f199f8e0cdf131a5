import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const NAME = "evaluator.html";
const HOST = "../../../workers/expressions/host/";
const FILES = ["./worker.js", `${HOST}luxon.min.js`, `${HOST}dates.js`, `${HOST}realm.js`, "./frame.js"].map((path) => fileURLToPath(new URL(path, import.meta.url)));
const POLICY = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; worker-src blob:; sandbox allow-scripts";

/** The document that expressions are previewed in, complete in itself: its policy lets it load nothing. */
function evaluatorDocument(): string {
  const [worker = "", luxon = "", dates = "", realm = "", frame = ""] = FILES.map((path) => readFileSync(path, "utf8"));
  const source = `globalThis.__luxon = () => ${JSON.stringify(luxon)};\n${worker}${dates}${realm}`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Flowtape’s expressions</title><script>const SOURCE = ${JSON.stringify(source).replaceAll("<", "\\u003c")};\n${frame}</script></html>\n`;
}

/** Built as a file of the bundle. The server gives it a policy of its own (`web/evaluator.py`); so does `npm run dev`. */
export function evaluator(): Plugin {
  return {
    name: "flowtape-evaluator",
    buildStart() {
      for (const file of FILES) this.addWatchFile(file);
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
