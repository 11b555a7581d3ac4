import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = "http://127.0.0.1:5080";

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: {
      "/api": server,
      "/fhir": server,
      "/hubs": { target: server, ws: true },
    },
  },
  build: {
    // The server serves the dashboard from its wwwroot; nothing else is written there.
    outDir: "../Infusion.Server/wwwroot",
    emptyOutDir: true,
    target: "es2023",
    // What is measured is the first view after compression: at most 250 kB of script and style.
    chunkSizeWarningLimit: 700,
  },
  test: {
    environment: "jsdom",
    setupFiles: "src/testing/setup.ts",
    css: false,
    // Else one processor of two stands idle.
    maxWorkers: "100%",
    // A machine with other work to do is slow, not wrong.
    testTimeout: 60_000,
  },
});
