import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { evaluator } from "./evaluator/document.ts";

const server = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react(), tailwindcss(), evaluator()],
  resolve: { tsconfigPaths: true },
  server: { proxy: { "/api": server, "/hooks": server }, fs: { allow: ["../.."] } },
  test: { setupFiles: ["src/testing/storage.ts"], testTimeout: 0 },
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 2000 },
});
