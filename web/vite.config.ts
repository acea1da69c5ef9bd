import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const api = process.env.API_URL ?? "http://localhost:8080";
const proxy = {
  "/api": { target: api, ws: true, xfwd: true },
  "/docs": { target: api },
  "/openapi.json": { target: api },
};

/** What the program sends with the pages; tests see the pages under it. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

// Nothing is inlined: the pages run under a policy without inline scripts, styles or data addresses of fonts.
export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: process.env.WEB_OUT ?? "../build/web",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    target: "es2022",
    cssMinify: "lightningcss",
    chunkSizeWarningLimit: 400,
    rolldownOptions: {
      output: {
        // What most pages share comes in one file: a hundred small ones cost more to fetch than they hold.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: "table", test: /@tanstack.(react-)?(table|virtual)|components.table/, priority: 2 },
            { name: "shared", test: /node_modules|src.(api|components|i18n|lib)/, minShareCount: 6, priority: 1 },
          ],
        },
      },
    },
  },
  server: { port: 5173, strictPort: true, proxy },
  preview: { port: Number(process.env.WEB_PORT ?? 4173), strictPort: true, proxy, headers: { "Content-Security-Policy": policy } },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"], environment: "node" },
});
