import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const folder = join(import.meta.dirname, "..");

/** These say a time of day without its zone: as the child of an element they leave nobody a way to ask for it. */
const bare = /^(clockTime|dayTime|exactTime)$/;

/** Not yet: live tables and pictures, where the bar above says the zone. Nothing is added here. */
const stillBare: Record<string, number> = {
  "board/AlarmTally.tsx": 1,
  "chair/ChairPage.tsx": 1,
  "chair/LimitsPanel.tsx": 1,
  "chair/Readout.tsx": 1,
  "registry/DevicesPage.tsx": 1,
  "trace/TraceDetails.tsx": 2,
  "trace/TraceList.tsx": 1,
  "ui/AlarmBand.tsx": 1,
  "ui/AlarmWhy.tsx": 1,
  "whatif/SessionTimeline.tsx": 1,
};

function countBare(file: string): number {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(folder, file), "utf8"),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  );
  let count = 0;
  const visit = (node: ts.Node): void => {
    const call = ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent) ? node.expression : undefined;
    if (call && ts.isCallExpression(call) && bare.test(call.expression.getText())) count++;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return count;
}

it("a time on a page has its day, zone and offset where one asks for them", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx") && file !== "ui/ClockTime.tsx");
  expect(files.length).toBeGreaterThan(200);
  const more = files.filter((file) => countBare(file) > (stillBare[file] ?? 0));
  expect(more, "use ClockTime or DayTime").toEqual([]);
});
