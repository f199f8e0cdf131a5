import { readdirSync } from "node:fs";
import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const relative = {
  regex: "^\\.\\./",
  message: "Reach beside you with ./ and anywhere else with @/, so that the rules below see it.",
};
const app = { regex: "^@/app(/|$)", message: "Imports go from app to features to what is shared, never back." };

const feature = (name) => ({
  files: [`src/features/${name}/**/*.{ts,tsx}`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          relative,
          app,
          {
            regex: `^@/features/(?!${name}/)`,
            message: "Features don't import features: share it below them, or put them together in app/.",
          },
        ],
      },
    ],
  },
});

const shared = {
  files: ["src/{actions,api,components,document,editor,expressions,graph,i18n,lib,preferences,run}/**/*.{ts,tsx}"],
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: [relative, app, { regex: "^@/features/", message: "What is shared knows no feature." }] },
    ],
  },
};

export default tseslint.config(
  { ignores: ["dist", "node_modules"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked, hooks.configs.flat["recommended-latest"]],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  ...readdirSync(`${import.meta.dirname}/src/features`).map(feature),
  shared,
);
