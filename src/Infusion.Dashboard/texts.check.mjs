// Fails when the catalogue is not what the sources say. It is left as it was found.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const catalogue = "src/texts/en.po";
const before = readFileSync(catalogue, "utf8");
execFileSync("npx", ["lingui", "extract", "--clean"], { stdio: ["ignore", "ignore", "inherit"] });
const after = readFileSync(catalogue, "utf8");
writeFileSync(catalogue, before);
if (after !== before) {
  console.error(`${catalogue} is not what the sources say: npm run texts, and commit it.`);
  process.exit(1);
}
