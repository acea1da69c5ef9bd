import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules", "src/api/schema.d.ts", "test-results", "lighthouse/node_modules"] },
  ...tseslint.configs.recommended,
  jsxA11y.flatConfigs.recommended,
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "max-lines": ["error", 400],
      eqeqeq: "error",
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      // What scrolls must be reachable by keyboard, and rows of lists take the focus.
      "jsx-a11y/no-noninteractive-tabindex": ["error", { roles: ["region", "table", "list", "row", "listitem", "separator"], tags: [], allowExpressionValues: true }],
      // Keys of rows and options are handled once, by the list or the field around them; the browser tests walk them by key.
      "jsx-a11y/click-events-have-key-events": "off",
      "jsx-a11y/no-noninteractive-element-interactions": "off",
      "jsx-a11y/no-static-element-interactions": "off",
    },
  },
  // Node is given these before it knows of modules.
  { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  {
    // A page area stands on the shared rooms only, so that areas can change without asking each other.
    files: ["src/pages/**"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ group: ["@/pages/*"], message: "Areas do not import from one another. Put what they share into components or lib." }] }],
    },
  },
);
