import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import * as pathway from "../../testing/pathway";
import { bodies, change, hasNoBarrier, press, setStage, show, stage } from "../testStage";
import TherapyPage from "./TherapyPage";

setStage();

describe("the therapist's page", () => {
  const showDay = async () => {
    show(<TherapyPage />, "/therapy", "/therapy", ["therapist"]);
    // The first appointment that comes is open by itself.
    await screen.findByRole("heading", { name: "Record" });
    expect(screen.getByRole("button", { name: /10:00.*Example, Erika/ }).getAttribute("aria-pressed")).toBe("true");
  };

  it("hands off dose, comfort, what was said and the open safety tasks", async () => {
    await showDay();
    for (const text of [
      "34.6 mg",
      "35 mg",
      "PHQ-9 item 9 is positive and not answered.",
      "No outcome is charted: Nausea, grade 1",
      "Dissociation 12 (CADSS-6)",
      "Felt calm, thought of her sister.",
      "Psychotherapy notes are kept outside of this record.",
    ]) {
      expect(screen.getByText(text)).toBeTruthy();
    }
    await press("I have read the hand-off");
    expect(bodies()).toEqual([{ type: "see_hand_off", appointment: "t-3" }]);
    await hasNoBarrier();
  });

  it("prints no number where the dose is not known, and says that an infusion has not ended", async () => {
    const { infusion } = pathway.handOff();
    if (infusion)
      stage.handOff = pathway.handOff({ infusion: { ...infusion, givenMg: null, orderedMg: null, hasEnded: false } });
    await showDay();
    expect(screen.getAllByText("not known")).toHaveLength(2);
    expect(screen.getByText(/It has not ended yet/)).toBeTruthy();
  });

  it("records attendance, shared themes and next steps; a refusal keeps what was typed", async () => {
    stage.refusals = [{ code: "therapy-not-begun", detail: "It begins Thu 26 Nov 2026 10:00; record then." }];
    await showDay();
    await press("The patient came");
    change(/^Themes that the patient agrees to share/, "Sleep, her sister");
    change(/^Next steps/, "Walks");
    await press("Record");
    await screen.findByText(/It begins Thu 26 Nov 2026 10:00/);
    expect(screen.getByLabelText<HTMLTextAreaElement>(/^Themes/).value).toBe("Sleep, her sister");
    await press("Record");
    expect(bodies()[1]).toEqual({
      type: "record_therapy",
      appointment: "t-3",
      attended: true,
      themes: "Sleep, her sister",
      nextSteps: "Walks",
    });
  });

  it("changes what is recorded from what stands, and shares nothing of who did not come", async () => {
    stage.handOff = pathway.handOff({
      therapy: pathway.therapy(3, "2026-11-26", { standing: "attended", themes: "Sleep", nextSteps: "Walks" }),
    });
    await showDay();
    await press("Change what is recorded");
    await press("Did not come");
    await press("Record anew");
    expect(bodies()[0]).toMatchObject({ attended: false, themes: null, nextSteps: "Walks" });
  });
});
