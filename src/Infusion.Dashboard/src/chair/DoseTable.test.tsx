import { render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { SessionView } from "../live/contract";
import { reconciliation, session } from "../testing/fixtures";
import { DoseTable } from "./DoseTable";

const show = (dose: SessionView["dose"], stale = false) =>
  render(<DoseTable session={session({ dose })} stale={stale} />);

const row = (name: string): (string | null)[] => {
  const line = screen.getByRole("rowheader", { name }).closest("tr");
  return line
    ? within(line)
        .getAllByRole("cell")
        .map((cell) => cell.textContent)
    : [];
};

describe("the dose table", () => {
  it("sets order, programme and delivery beside each other, each number with its unit", () => {
    show(reconciliation());
    expect(screen.getAllByRole("columnheader").map((head) => head.textContent)).toEqual([
      "What",
      "Ordered",
      "Programmed",
      "Delivered",
    ]);
    expect(row("Drug")).toEqual(["ketamine", "ketamine", ""]);
    expect(row("Dose")).toEqual(["35.0 mg", "35.0 mg", "10.0 mg"]);
    expect(row("Volume")).toEqual(["35.0 mL", "35.0 mL", "10.0 mL"]);
    expect(row("Concentration")).toEqual(["1.00 mg/mL", "1.00 mg/mL", ""]);
    expect(row("Rate")).toEqual(["52.5 mL/h", "52.5 mL/h", "52.5 mL/h"]);
    expect(row("Dose rate")).toEqual(["0.75 mg/kg/h", "0.75 mg/kg/h", "0.75 mg/kg/h"]);
    expect(row("Time")).toEqual(["40 min", "40 min", "11 min"]);
    expect(screen.getByText("as expected")).toBeTruthy();
    expect(document.querySelector(".differs")).toBeNull();
  });

  it("marks a difference by a sign, a word and a colour", () => {
    const normal = reconciliation();
    show({
      ...normal,
      programmed: { ...normal.programmed, drug: "propofol", rateMlPerHour: 525 },
      aheadMg: -4.2,
      differences: ["programmed_drug", "programmed_rate", "expected"],
    });
    expect(row("Rate")[1]).toBe("525.0 mL/h ≠differs from the order");
    expect(row("Drug")[1]).toBe("propofol ≠differs from the order");
    expect(row("Rate")[2]).toBe("52.5 mL/h");
    expect(document.querySelectorAll("td.differs").length).toBe(2);
    expect(screen.getByText("4.2 mg less was given").className).toBe("differs");
  });

  it("shows what is not known as a dash that is read out as unknown, never as 0", () => {
    const normal = reconciliation();
    show({ ...normal, delivered: { ...normal.delivered, doseMg: null, rateMlPerHour: 0 }, aheadMg: null });
    expect(row("Dose")[2]).toBe("–unknown");
    expect(row("Rate")[2]).toBe("0.0 mL/h");
    expect(screen.getByText("what was given is unknown")).toBeTruthy();
  });

  it("lets nothing of a pump that fell silent look live, but keeps what was given", () => {
    show({ ...reconciliation(), differences: ["programmed_rate", "programmed_drug"] }, true);
    expect(row("Rate")).toEqual(["52.5 mL/h", "–unknown", "–unknown"]);
    expect(row("Drug")[1]).toBe("–unknown");
    expect(row("Dose")).toEqual(["35.0 mg", "–unknown", "10.0 mg"]);
    expect(document.querySelector(".differs")).toBeNull();
  });

  it("names segments, boluses, pauses and what keep-vein-open gave", () => {
    show(
      reconciliation({
        segments: 3,
        boluses: 1,
        bolusMl: 2,
        pausedMinutes: 1.5,
        keepVeinOpenMl: 0.07,
        aheadMg: 2,
        expectedMg: 8,
      }),
    );
    expect(
      screen.getByText("3 segments · 1 bolus, 2.0 mL · paused 1.5 min · keep-vein-open gave 0.07 mL"),
    ).toBeTruthy();
    expect(screen.getByText("2.0 mg more was given")).toBeTruthy();
  });

  it("expects nothing before the start", () => {
    show(reconciliation({ expectedMg: null, aheadMg: null, segments: 0 }));
    expect(screen.queryByText(/Expected/)).toBeNull();
  });

  it("has no fault that axe can see", async () => {
    show(reconciliation({ differences: ["programmed_volume"] }));
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
  });
});
