import type { PluginObj, types as Types } from "@babel/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { lingui } from "@lingui/vite-plugin";
import babel from "@rolldown/plugin-babel";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = "http://127.0.0.1:5080";

/** Texts are parsed while they are built: a page needs neither a catalogue nor a parser for the language of the source. */
const parsedTexts = ({ types }: { types: typeof Types }): PluginObj => ({
  visitor: {
    ObjectProperty({ node, parent }) {
      const isText = parent.leadingComments?.some(({ value }) => value.trim() === "i18n");
      if (isText && types.isIdentifier(node.key, { name: "message" }) && types.isStringLiteral(node.value)) {
        node.value = types.valueToNode(compileMessage(node.value.value));
      }
    },
    JSXAttribute({ node, parent }) {
      const isText = types.isJSXOpeningElement(parent) && types.isJSXIdentifier(parent.name, { name: "_Trans" });
      if (isText && types.isJSXIdentifier(node.name, { name: "message" }) && types.isStringLiteral(node.value)) {
        node.value = types.jsxExpressionContainer(types.valueToNode(compileMessage(node.value.value)));
      }
    },
  },
});

export default defineConfig({
  plugins: [
    lingui({ failOnCompileError: true }),
    // Gives texts their keys, in the files that have some. The texts stay: they load with their page.
    babel({
      presets: [
        {
          preset: { plugins: [["@lingui/babel-plugin-lingui-macro", { stripMessageField: false }], parsedTexts] },
          rolldown: { filter: { code: /@lingui\/(core|react)\/macro/ } },
        },
      ],
    }),
    react(),
  ],
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
