import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import * as pathway from "../../testing/pathway";
import { bodies, change, dialog, hasNoBarrier, press, sent, setStage, showPlan, stage } from "../testStage";

setStage();

describe("the plan of a patient", () => {
  it("shows the series, what is open, and which review is due", async () => {
    stage.plans = [
      pathway.plan({
        gaps: [{ code: "review-due", text: "4 of 6 infusions are given: a physician reviews.", on: null }],
      }),
    ];
    await showPlan();
    const marks = within(screen.getByRole("list", { name: "The series" })).getAllByRole("listitem");
    expect(marks).toHaveLength(6);
    expect(marks[2]?.textContent).toContain("Not the intended distance");
    expect(marks[1]?.textContent).toContain("3 days");
    expect(marks[1]?.textContent).not.toContain("Not the intended distance");
    expect(marks[2]?.textContent).toContain("next");
    expect(marks[1]?.textContent).toContain("Talk therapy declined");
    const rules = screen.getByRole("region", { name: "The plan" });
    expect(within(rules).getByText("due")).toBeTruthy();
    expect(screen.getByText("Review due")).toBeTruthy();
    await hasNoBarrier();
  });

  it("is opened by a physician with the clinic's words, and by nobody else", async () => {
    stage.plans = [];
    await showPlan(["nurse"]);
    expect(screen.getByText("No plan is open. A physician opens one.")).toBeTruthy();
  });

  it("sends what the physician leaves in the form", async () => {
    stage.plans = [];
    await showPlan(["physician"]);
    await screen.findByRole("option", { name: "Treatment-resistant depression" });
    await screen.findByRole("option", { name: "Mood 0.5 mg/kg" });
    change("Indication", "treatment_resistant_depression");
    change("Diagnosis, ICD-10-CM", "F33.2");
    change("Protocol", "mood");
    change(/^Stop without a response/, "6");
    change(/^A physician reviews/, "");
    await press("Open the plan");
    expect(bodies()[0]).toMatchObject({
      patient: "p-1",
      terms: {
        indication: "treatment_resistant_depression",
        icd10: "F33.2",
        protocol: "mood",
        protocolVersion: 0,
        infusions: 6,
        minDaysBetween: 2,
        maxDaysBetween: 4,
        boosters: 0,
        boosterEveryDays: null,
        reviewAfterInfusion: null,
        stopWithoutResponseAfterInfusion: 6,
      },
    });
    await hasNoBarrier();
  });

  it("says which number is none before anything is sent", async () => {
    stage.plans = [];
    await showPlan(["physician"]);
    change(/^Infusions of the series/, "six");
    expect(screen.getByText("Infusions of the series: a whole number, please.")).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Open the plan" }).disabled).toBe(true);
  });

  it("a refused move says the rule, offers what works, and that is what is sent", async () => {
    stage.refusals = [
      {
        code: "double-booked",
        detail:
          "Chair A1 is taken by another patient's infusion Thu 26 Nov 2026 09:00 to 11:00. The nearest time that works is Thu 26 Nov 2026 11:00.",
      },
    ];
    await showPlan();
    await press("Move or cancel Infusion 3");
    const opened = await dialog();
    expect(within(opened).getByText(/It is Wed 25 Nov 2026 09:00 to 11:00, chair A1/)).toBeTruthy();
    change(/^Day/, "2026-11-26", opened);
    await press("Move", opened);
    await within(opened).findByText(/is taken by another patient's infusion/);
    await press("Move to Thu 26 Nov 2026 11:00", opened);
    expect(bodies().map(({ day, time, chair, leavesConflicts }) => ({ day, time, chair, leavesConflicts }))).toEqual([
      { day: "2026-11-26", time: "09:00:00", chair: "A1", leavesConflicts: false },
      { day: "2026-11-26", time: "11:00:00", chair: "A1", leavesConflicts: false },
    ]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("leaves a talk therapy in conflict only when somebody says so", async () => {
    stage.refusals = [
      { code: "therapy-too-near", detail: "The patient has talk therapy Thu 26 Nov 2026 10:00 to 10:50." },
    ];
    await showPlan();
    await press("Move or cancel Infusion 3");
    const opened = await dialog();
    change(/^Day/, "2026-11-26", opened);
    await press("Move", opened);
    await within(opened).findByText(/The patient has talk therapy/);
    await press(/^Move it all the same/, opened);
    expect(bodies().map((body) => body.leavesConflicts)).toEqual([false, true]);
  });

  it("sends again under the same id while no answer comes", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    stage.refusals = ["away", "away"];
    await showPlan();
    await press("Plan an infusion");
    const opened = await dialog();
    await press("Plan", opened);
    await act(async () => void (await vi.advanceTimersByTimeAsync(10_000)));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map((each) => each.body.commandId)).size).toBe(1);
    vi.useRealTimers();
  });

  it("proposes the next infusion at the plan's distance, and goes on with the one after", async () => {
    await showPlan();
    await press("Plan an infusion");
    const opened = await dialog();
    expect(within(opened).getByLabelText<HTMLInputElement>(/^Day/).value).toBe("2026-12-02");
    await press("Plan, and go on with the next", opened);
    await within(opened).findByText("Planned: Wed 2 Dec 2026 09:00.");
    expect(within(opened).getByLabelText<HTMLInputElement>(/^Day/).value).toBe("2026-12-04");
    await press("Plan", opened);
    expect(bodies().map((body) => [body.type, body.kind, body.day])).toEqual([
      ["plan_infusion", "series", "2026-12-02"],
      ["plan_infusion", "series", "2026-12-04"],
    ]);
    expect(new Set(bodies().map((body) => body.appointment)).size).toBe(2);
  });

  it("plans talk therapy from the times that work", async () => {
    stage.plans = [pathway.plan({ offers: pathway.plan().offers.slice(0, 1) })];
    await showPlan();
    await press("Plan talk therapy after Infusion 2");
    const opened = await dialog();
    await act(
      async () => void fireEvent.click(await within(opened).findByRole("button", { name: /Thu 26 Nov 11:00/ })),
    );
    await press("Plan", opened);
    expect(bodies()[0]).toMatchObject({
      type: "plan_therapy",
      after: "i-2",
      therapist: "moreau",
      day: "2026-11-26",
      time: "11:00:00",
      minutes: null,
    });
  });

  it("plans no talk therapy where the patient declined it", async () => {
    await showPlan();
    expect(screen.queryByRole("button", { name: "Plan talk therapy after Infusion 2" })).toBeNull();
    expect(screen.getByText(/After infusion 2/).textContent).toContain("Declined, ask again on Wed 25 Nov 2026");
  });

  it("a decline names the day on which to ask again, a referral where to", async () => {
    await showPlan();
    const form = screen.getByRole("article", { name: "Talk therapy" });
    await press("Declined", form);
    change("Ask again on", "2027-01-04", form);
    await press("Record", form);
    await press("Referred elsewhere", form);
    expect(within(form).getByRole<HTMLButtonElement>("button", { name: "Record" }).disabled).toBe(true);
    change("Referred to", "Harbor Psychology", form);
    await press("Record", form);
    expect(bodies()).toMatchObject([
      { type: "answer_offer", what: "talk_therapy", answer: "declined", askAgainOn: "2027-01-04", referredTo: null },
      { answer: "referred", askAgainOn: null, referredTo: "Harbor Psychology" },
    ]);
  });

  it("a physician reviews and closes; a refusal to close says what is still planned", async () => {
    stage.refusals = [
      { code: "plan-has-appointments", detail: "An infusion is planned Wed 25 Nov 2026 09:00: cancel it." },
    ];
    await showPlan(["physician"]);
    const rules = screen.getByRole("region", { name: "The plan" });
    const close = within(rules).getByRole("form", { name: "Close the plan", hidden: true });
    await act(async () => void fireEvent.click(within(close).getByRole("button", { name: "Completed", hidden: true })));
    await act(async () => void fireEvent.submit(close));
    await within(close).findByText(/cancel it/);
    const review = within(rules).getByRole("form", { name: "Record a review", hidden: true });
    await act(
      async () => void fireEvent.click(within(review).getByRole("button", { name: "Go on as planned", hidden: true })),
    );
    await act(async () => void fireEvent.submit(review));
    expect(bodies()).toMatchObject([
      { type: "close_plan", end: "completed" },
      { type: "review_plan", outcome: "continue", note: null },
    ]);
  });

  it("a review and an end that are half written outlive a reload, each in its own form", async () => {
    await showPlan(["physician"]);
    const form = (name: string) => screen.getByRole("form", { name, hidden: true });
    const details = (name: string) => form(name).closest("details") as HTMLDetailsElement;
    const note = (name: string) => (within(form(name)).getByLabelText(/^Note/) as HTMLTextAreaElement).value;
    const chosen = (name: string) =>
      within(form(name))
        .getAllByRole("button", { pressed: true, hidden: true })
        .map((button) => button.textContent);
    expect(details("Record a review").open).toBe(false);
    fireEvent.click(within(form("Record a review")).getByRole("button", { name: "Go on as planned", hidden: true }));
    fireEvent.change(within(form("Record a review")).getByLabelText(/^Note/), { target: { value: "Sleeps again" } });
    cleanup();

    await showPlan(["physician"]);
    expect(details("Record a review").open).toBe(true);
    expect([chosen("Record a review"), note("Record a review")]).toEqual([["Go on as planned"], "Sleeps again"]);
    expect([details("Close the plan").open, note("Close the plan")]).toEqual([false, ""]);
    await act(async () =>
      fireEvent.click(within(form("Record a review")).getByRole("button", { name: "Record a review", hidden: true })),
    );
    expect(bodies()).toEqual([{ type: "review_plan", outcome: "continue", note: "Sleeps again" }]);
    expect(note("Record a review")).toBe("");
    expect(sessionStorage).toHaveLength(0);
  });

  it("an auditor reads and changes nothing", async () => {
    await showPlan(["auditor"]);
    expect(screen.queryByRole("button", { name: /Move|^Plan |Record/ })).toBeNull();
  });
});
