import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import * as pathway from "../../testing/pathway";
import { change, hasNoBarrier, press, setStage, show, stage } from "../testStage";
import PlansPage from "./PlansPage";

setStage();

describe("the clinic's plans", () => {
  const gap = (code: string) => ({ code, text: `Text of ${code}.`, on: null });

  it("are filtered by what is open, in the order in which the server gives them", async () => {
    stage.lines = [
      pathway.line("Adams, A.", { gaps: [gap("review-due")] }),
      pathway.line("Brown, B.", {
        progress: pathway.progress({ standing: "overdue", next: null, dueBy: "2026-11-20" }),
        gaps: [gap("no-appointment")],
      }),
      pathway.line("Clark, C.", {
        gaps: [gap("ask-again-therapy")],
        responses: [
          { instrument: "PHQ-9", on: "2026-11-23", total: 8, change: -11, isResponse: true, isRemission: false },
          { instrument: "Pain NRS", on: "2026-11-23", total: 5, change: -1, isResponse: null, isRemission: null },
        ],
      }),
    ];
    show(<PlansPage />, "/plans", "/plans", ["nurse"]);
    await screen.findByText("Adams, A.");
    const names = () => screen.getAllByRole("rowheader").map((cell) => cell.querySelector("a")?.textContent);
    expect(names()).toEqual(["Adams, A.", "Brown, B.", "Clark, C."]);
    await press("No next appointment 1");
    expect(names()).toEqual(["Brown, B."]);
    expect(screen.getByText("none; by Fri 20 Nov 2026")).toBeTruthy();
    await press("Review due 1");
    expect(names()).toEqual(["Adams, A."]);
    await press("To be asked 1");
    expect(names()).toEqual(["Clark, C."]);
    await press("Responding 1");
    expect(names()).toEqual(["Clark, C."]);
    expect(screen.getByText(/PHQ-9 8, response/)).toBeTruthy();
    expect(screen.getByText(/Pain NRS 5, -1 since the baseline/)).toBeTruthy();
    await press("Not responding 0");
    expect(screen.queryByRole("rowheader")).toBeNull();
    await press("Response not known 2");
    expect(names()).toEqual(["Adams, A.", "Brown, B."]);
    await press("All 3");
    change("Name", "bro");
    expect(names()).toEqual(["Brown, B."]);
    await hasNoBarrier();
  });
});
