import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

export default defineConfig({
  sourceLocale: "en",
  locales: ["en"],
  // No file of its own: the test that looks for texts which are in no catalogue makes it from the English one.
  pseudoLocale: "pseudo",
  catalogs: [{ path: "<rootDir>/src/texts/{locale}", include: ["src"], exclude: ["**/*.test.*", "src/testing"] }],
  orderBy: "message",
  // By file: with line numbers every change would move half of the catalogue.
  format: formatter({ lineNumbers: false }),
  runtimeConfigModule: { i18n: ["#texts", "i18n"], Trans: ["#texts", "Trans"] },
});
