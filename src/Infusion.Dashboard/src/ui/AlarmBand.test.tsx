import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AlarmView } from "../live/alarmContract";
import { families } from "../live/alarms";
import { LiveStore } from "../live/store";
import type { PushTold } from "../session/contract";
import { alarm, at, later, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { AlarmBand } from "./AlarmBand";
import { AlarmWhy } from "./AlarmWhy";

describe("an alarm's band", () => {
  let store: LiveStore;
  let pushes: PushTold[] = [];
  const sent: { path: string; body: Record<string, unknown> }[] = [];

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date(at), shouldAdvanceTime: false });
    sent.length = 0;
    pushes = [];
    vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
      if (init?.method === "POST") {
        sent.push({ path, body: JSON.parse(String(init.body)) });
        return Response.json({ epoch: 1, input: 101 });
      }
      if (path.endsWith("/pushes")) return Response.json(pushes);
      if (path.endsWith("/people")) return Response.json([{ name: "hale", displayName: "Dr M. Hale" }]);
      return Response.json({ alarm: alarm(), history: [told] });
    });
    store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const told = {
    id: "e-1",
    type: "alarm_raised",
    at,
    recordedAt: at,
    by: null,
    text: "SpO2 86 %, limit 90 %",
    why: ["Rule SR-001 (spo2-low) version 1, under protocol mood version 1."],
  };
  const show = (part: Partial<AlarmView>, consequences: AlarmView[] = []) =>
    render(<AlarmBand alarm={alarm(part)} consequences={consequences} why={<AlarmWhy alarm={alarm(part)} />} />, {
      wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage>,
    });
  const call = { step: 1, people: ["okafor", "hale"], until: later(30), acceptedBy: null, reminders: 0 };
  const text = () => screen.getByRole("region").textContent;
  const button = (name: RegExp) => screen.queryByRole("button", { name });

  it("asks nobody to answer before somebody is called", () => {
    show({});
    expect(button(/Accept|Refuse/)).toBeNull();
    expect(button(/Acknowledge/)).toBeTruthy();
  });

  it("says who is called and counts down, and lets them accept or refuse", async () => {
    show({ call });
    expect(text()).toContain("Called okafor or hale, answer within 0:30");
    act(() => void vi.advanceTimersByTime(12_000));
    expect(text()).toContain("answer within 0:18");
    await act(async () => void fireEvent.click(screen.getByRole("button", { name: "Refuse" })));
    await act(async () => void fireEvent.click(screen.getByRole("button", { name: "Accept: I go" })));
    expect(sent.map(({ path, body }) => [path, body.type, body.alarm])).toEqual([
      ["/api/clinics/harbor/sessions/session-a1/commands", "refuse_alarm", "alarm-1"],
      ["/api/clinics/harbor/sessions/session-a1/commands", "accept_alarm", "alarm-1"],
    ]);
  });

  it("names people as the chart does once that is known", async () => {
    vi.useRealTimers();
    show({ call });
    await waitFor(() => expect(text()).toContain("Called okafor or Dr M. Hale"));
  });

  it("lets nobody refuse what they were not asked, and says when nobody is named", () => {
    show({ call: { ...call, step: 0, people: [], until: null } });
    expect(text()).toContain("Nobody on duty is named.");
    expect(button(/Refuse/)).toBeNull();
    expect(button(/Accept/)).toBeTruthy();
  });

  it("shows who accepted, who alone may hand it on, and goes on calling", () => {
    show({ call: { ...call, acceptedBy: "okafor", until: null } });
    expect(text()).toContain("Accepted by okafor");
    expect(button(/Accept/)).toBeNull();
    expect(button(/Hand on/)).toBeTruthy();
    expect(button(/Acknowledge/)).toBeTruthy();
    expect(document.querySelector(".flash")).toBeTruthy();
  });

  it("offers no answer when another has accepted", () => {
    show({ call: { ...call, acceptedBy: "hale", until: null } });
    expect(button(/Accept|Refuse|Hand on/)).toBeNull();
  });

  it("tells that the last on duty does not answer", () => {
    show({ call: { ...call, reminders: 2 } });
    expect(text()).toContain("No answer from okafor or hale, the last on duty, called again in 0:30");
  });

  it("shows what is over and not acknowledged as that, and what came back as that", () => {
    show({ presence: "latched" });
    expect(text()).toContain("Ended, not acknowledged.");
    expect(screen.getByRole("region").className).toContain("is-latched");
  });

  it("says since when it is back", () => {
    show({ returnedAt: later(-20) });
    expect(text()).toContain("Back since 15:09:40.");
  });

  it("does not let silence what may not be, and says why, also after it was acknowledged", () => {
    show({ maySilence: false, acknowledged: true, acknowledgedBy: "okafor", calls: true });
    const silent = screen.getByRole("button", { name: /Cannot be silenced/ });
    expect(silent.getAttribute("aria-disabled")).toBe("true");
    expect(silent.textContent).toContain("sounds until its condition ends");
    fireEvent.click(silent);
    expect(sent).toEqual([]);
    expect(document.querySelector(".flash")).toBeTruthy();
  });

  it("folds what follows from it under it, with their number", () => {
    const under = [
      alarm({ id: "c-1", causedBy: "alarm-1", calls: false, headline: "EtCO2 signal lost", priority: "low" }),
      alarm({ id: "c-2", causedBy: "alarm-1", calls: false, headline: "Pulse signal lost", priority: "low" }),
    ];
    show({}, under);
    const folded = screen.getByText("2 alarms follow from this, silent").closest("details");
    expect(folded?.open).toBe(false);
    expect(within(folded as HTMLElement).getAllByRole("listitem", { hidden: true })).toHaveLength(2);
    expect(families([alarm(), ...under]).map((family) => [family.alarm.id, family.consequences.length])).toEqual([
      ["alarm-1", 2],
    ]);
    expect(families(under).map((family) => family.alarm.id)).toEqual(["c-1", "c-2"]);
  });

  it("explains when asked", async () => {
    vi.useRealTimers();
    show({});
    const explain = screen.getByText("Explain").closest("details") as HTMLDetailsElement;
    explain.open = true;
    fireEvent(explain, new Event("toggle"));
    await waitFor(() => expect(text()).toContain("under protocol mood version 1."));
  });

  it("says whose telephone was told as a courtesy, and whether that was confirmed", async () => {
    vi.useRealTimers();
    const push = { person: "hale", device: "Pixel", toldAt: at, outcome: "sent", sentAt: at, receivedAt: null };
    pushes = [
      push,
      { ...push, device: "Tablet", receivedAt: later(2) },
      { ...push, device: "Old", outcome: "dropped" },
    ];
    show({});
    const explain = screen.getByText("Explain").closest("details") as HTMLDetailsElement;
    explain.open = true;
    fireEvent(explain, new Event("toggle"));
    expect(await screen.findByText(/not the alarm of record/)).toBeTruthy();
    await waitFor(() => expect(text()).toMatch(/Dr M\. Hale, Pixel: told [\d:]+, not confirmed/));
    expect(text()).toMatch(/Tablet: told [\d:]+, received [\d:]+/);
    expect(text()).toContain("not sent: too many waited");
  });

  it("has no fault that axe can see", async () => {
    vi.useRealTimers();
    show({ call, maySilence: false }, [alarm({ id: "c-1", causedBy: "alarm-1", calls: false })]);
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });
});
