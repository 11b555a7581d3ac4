import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { at, later, session, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { AdmissionPanel } from "./AdmissionPanel";
import CheckInPage from "./CheckInPage";
import { At, emptySheet, emptyView, line, open, press, server, stage, stubServer, type } from "./testStage";

beforeEach(stubServer);
afterEach(() => vi.unstubAllGlobals());

describe("the check-in", () => {
  it("says how each item stands by a word, and answers with one touch where a word is enough", async () => {
    server.view = {
      ...emptyView,
      items: [
        line({}),
        line({
          item: "pregnancy",
          status: "pass",
          why: "not relevant",
          answer: { item: "pregnancy", finding: "not_relevant" },
          at,
          by: "okafor",
        }),
        line({
          item: "substances",
          status: "hold",
          why: "positive",
          answer: { item: "substances", finding: "positive" },
          mayBeOverridden: true,
          at,
          by: "okafor",
        }),
      ],
      gaps: ["suicidality screen", "substance screen (positive)"],
    };
    await open("/sessions/session-a1/check-in");
    expect(screen.getByText("1 open, 1 on hold, 1 passed, 0 overridden.")).toBeTruthy();
    expect(within(screen.getByRole("listitem", { name: "Suicidality screen" })).getByText("Open")).toBeTruthy();
    expect(within(screen.getByRole("listitem", { name: "Substance screen" })).getByText("Hold")).toBeTruthy();
    expect(screen.getByText("A physician may override this here, with a reason.")).toBeTruthy();
    expect(screen.getByRole("button", { name: /Ready, when 2 more/ }).hasAttribute("disabled")).toBe(true);

    await press("Negative");
    expect(server.sent[0]?.body).toMatchObject({ type: "answer_check_in", item: "suicidality", finding: "negative" });
    await press(/Take back: Pregnancy/);
    expect(server.sent[1]?.body).toMatchObject({ type: "withdraw_check_in", item: "pregnancy" });
    expect(
      (await axe.run(screen.getByRole("main"), { rules: { "color-contrast": { enabled: false } } })).violations,
    ).toEqual([]);
  });

  it("asks for what belongs to an answer, and keeps it when the answer is refused", async () => {
    server.view = { ...emptyView, items: [line({ item: "identity", findings: ["confirmed", "not_confirmed"] })] };
    await open("/sessions/session-a1/check-in");
    await press("Both match");
    expect(screen.getByRole("button", { name: "Chart: Both match" }).hasAttribute("disabled")).toBe(true);
    fireEvent.click(screen.getByLabelText("Full name"));
    expect(screen.getByRole("button", { name: "Chart: Both match" }).hasAttribute("disabled")).toBe(true);
    fireEvent.click(screen.getByLabelText("Birth date"));
    server.refuse = true;
    await press("Chart: Both match");
    expect(server.sent[0]?.body).toMatchObject({ finding: "confirmed", identifiers: ["full_name", "birth_date"] });
    expect((screen.getByLabelText("Full name") as HTMLInputElement).checked).toBe(true);
    expect(screen.getByText(/It cannot be\./)).toBeTruthy();
  });

  it("takes times of fasting by the clinic's clock, and an escort by name", async () => {
    server.view = {
      ...emptyView,
      items: [
        line({ item: "fasting", findings: ["taken", "not_confirmed"] }),
        line({ item: "escort", findings: ["confirmed", "not_confirmed"] }),
      ],
    };
    await open("/sessions/session-a1/check-in");
    await press("Times are known");
    type("Last meal", "2026-11-23T07:30");
    expect(screen.getByRole("button", { name: "Chart: Times are known" }).hasAttribute("disabled")).toBe(true);
    type("Last clear fluid", "2026-11-23T12:00");
    await press("Chart: Times are known");
    expect(server.sent[0]?.body).toMatchObject({
      solidsAt: "2026-11-23T12:30:00.000Z",
      fluidsAt: "2026-11-23T17:00:00.000Z",
    });
    await press("Named");
    type(/^Name, and how/, "Maria Example, sister");
    await press("Chart: Named");
    expect(server.sent[1]?.body).toMatchObject({ item: "escort", finding: "confirmed", note: "Maria Example, sister" });
  });

  it("counts down to the recheck of a pressure, and says when it is time", async () => {
    const held = line({
      item: "blood_pressure",
      status: "hold",
      findings: [],
      why: "172/95 mmHg, the start is put off from 160/100 mmHg on",
      metFrom: later(300),
      mayBeOverridden: true,
    });
    server.view = { ...emptyView, items: [held], pressure: { at, systolic: 172, diastolic: 95, device: "mon-1" } };
    const { unmount } = await open("/sessions/session-a1/check-in");
    expect(screen.getByRole("timer").textContent).toMatch(/Recheck from .*, in [45]:\d\d/);
    type("Systolic by hand mmHg", "128");
    type("Diastolic by hand mmHg", "80");
    await press("Chart pressure");
    expect(server.sent[0]?.body).toMatchObject({ type: "chart_vitals", systolicMmHg: 128, diastolicMmHg: 80 });
    unmount();

    await open("/sessions/session-a1/check-in", ["nurse"], later(301));
    expect(screen.getByRole("timer").textContent).toBe("Recheck the pressure now.");
  });

  it("lets a physician override with a reason, and nobody where nothing may be overridden", async () => {
    server.view = {
      ...emptyView,
      items: [
        line({
          item: "substances",
          status: "hold",
          why: "positive",
          answer: { item: "substances", finding: "positive" },
          mayBeOverridden: true,
        }),
        line({
          item: "consent",
          status: "hold",
          why: "not signed",
          answer: { item: "consent", finding: "not_confirmed" },
        }),
      ],
    };
    await open("/sessions/session-a1/check-in", ["physician"]);
    expect(screen.getByText("Nobody overrides this.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Override: Consent" })).toBeNull();
    await press("Override: Substance screen");
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByRole("button", { name: "Override" }).hasAttribute("disabled")).toBe(true);
    fireEvent.change(dialog.getByLabelText("Reason"), { target: { value: "Cannabis, discussed" } });
    await act(async () => fireEvent.click(dialog.getByRole("button", { name: "Override" })));
    expect(server.sent[0]?.body).toMatchObject({
      type: "override_check_in",
      item: "substances",
      reason: "Cannabis, discussed",
    });
  });

  it("prepares from the vials that are open, and shows what the mixture comes to", async () => {
    const store = snapshot();
    const chair = store.chairs[0];
    if (!chair?.session) throw new Error("the fixture has a session at its first chair");
    server.view = { ...emptyView, session: chair.session.id };
    const vial = {
      id: "vial-1",
      drug: "ketamine",
      strengthMgPerMl: 50,
      volumeMl: 10,
      lot: "L1",
      expiry: "2027-01-31",
      openedAt: at,
      labelledMg: 500,
      overfillMg: 0,
      givenMg: 0,
      wastedMg: 0,
      returnedMg: 0,
      leftMg: 500,
    };
    chair.session = { ...chair.session, phase: "ready", after: { ...chair.session.after, vials: [vial] } };
    const live = new LiveStore(undefined, (run) => run());
    live.dispatch({ kind: "snapshot", snapshot: store });
    render(
      <LiveStage store={live}>
        <At path={`/sessions/${chair.session.id}/check-in`}>
          <Routes>
            <Route path="/sessions/:session/check-in" element={<CheckInPage />} />
            <Route path="*" element={null} />
          </Routes>
        </At>
      </LiveStage>,
    );
    fireEvent.click(screen.getByText("go"));
    await screen.findByLabelText("Diluted with");
    type(/^Drawn of lot L1/, "1");
    type("Diluted with", "sodium_chloride");
    type(/^In syringe or bag/, "50");
    expect(screen.getByText("50 mg of ketamine in 50 mL: 1 mg/mL, ordered 1 mg/mL.")).toBeTruthy();
    await press("Chart as prepared by me");
    expect(server.sent[0]?.body).toMatchObject({
      type: "prepare_dose",
      vials: [{ vial: "vial-1", drawnMl: 1 }],
      diluent: "sodium_chloride",
      totalMl: 50,
    });
  });
});

describe("the double check", () => {
  it("shows no number that is to be found, and sends the three that were", async () => {
    await open("/sessions/session-a1/double-check");
    expect(screen.getByRole("main").textContent).not.toMatch(/35|52\.5/);
    type(/^Dose/, "35");
    type(/^Volume/, "35");
    expect(screen.getByRole("button", { name: "Give my numbers" }).hasAttribute("disabled")).toBe(true);
    type(/^Rate/, "52,5");
    await press("Give my numbers");
    expect(server.sent[0]?.body).toMatchObject({
      type: "check_order",
      doseMg: 35,
      volumeMl: 35,
      rateMlPerHour: 52.5,
      orderedAt: at,
    });
    expect(
      (await axe.run(screen.getByRole("main"), { rules: { "color-contrast": { enabled: false } } })).violations,
    ).toEqual([]);
  });

  it("shows both where they differ, and no form to whom it is not for", async () => {
    server.sheet = {
      ...emptySheet,
      whyNot: "okafor has seen the numbers.",
      compared: {
        agrees: false,
        at,
        mine: { doseMg: 350, volumeMl: 35, rateMlPerHour: 52.5 },
        ordered: { doseMg: 35, volumeMl: 35, rateMlPerHour: 52.5 },
      },
    };
    const { unmount } = await open("/sessions/session-a1/double-check");
    expect(screen.getByRole("heading", { name: "They do not agree" })).toBeTruthy();
    expect(within(screen.getByRole("row", { name: /Dose/ })).getByText("350 mg")).toBeTruthy();
    expect(within(screen.getByRole("row", { name: /Dose/ })).getByText("no")).toBeTruthy();
    unmount();

    server.sheet = { ...emptySheet, whyNot: "hale gave this order; a second person checks it." };
    await open("/sessions/session-a1/double-check");
    expect(screen.getByText(/hale gave this order/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Give my numbers" })).toBeNull();
  });
});

describe("at the chair", () => {
  it("lists what is missing before the start and leads there, and is silent where nothing is asked", async () => {
    server.view = { ...emptyView, gaps: ["consent", "the order checked by a second person"] };
    const ready = session({ phase: "ready", order: { ...session().order, asksBeforeStart: true } });
    const { unmount } = stage(<AdmissionPanel chair="A1" session={ready} />);
    expect(await screen.findByText("the order checked by a second person")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Check-in" }).getAttribute("href")).toBe("/sessions/session-a1/check-in");
    unmount();

    const { container } = stage(<AdmissionPanel chair="A1" session={session({ phase: "ready" })} />);
    expect(container.querySelector("section")).toBeNull();
  });
});
