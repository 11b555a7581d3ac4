import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { at, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import type { Protocol } from "./contract";
import LibraryPage from "./LibraryPage";
import { about, protocol, view, vocabulary } from "./testProtocol";

// Whole tables are rendered at each key: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

describe("the protocols", () => {
  const answers = new Map<string, () => Response>();
  const posted: { path: string; body: Record<string, unknown> }[] = [];
  const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
  let store: LiveStore;

  beforeEach(() => {
    answers.clear();
    posted.length = 0;
    localStorage.clear();
    answers.set("GET /protocols", () => json([view()]));
    answers.set("POST /protocols/validate", () => json({ faults: [], against: 1, differences: [] }));
    answers.set("GET /protocols/vocabulary", () => json(vocabulary));
    answers.set("GET /protocols/mood/versions", () => json([about()]));
    answers.set("GET /protocols/mood/versions/1", () => json(view()));
    vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
      if (init?.body) posted.push({ path, body: JSON.parse(String(init.body)) });
      const answer = answers.get(`${init?.method ?? "GET"} ${path.replace("/api/clinics/harbor", "")}`);
      return answer ? answer() : json({ title: "Not Found" }, 404);
    });
    store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = (roles = ["nurse"]) =>
    render(
      <Routes>
        <Route path="/protocols?/:protocol?" element={<LibraryPage />} />
      </Routes>,
      {
        wrapper: ({ children }) => (
          <LiveStage store={store} roles={roles}>
            {children}
          </LiveStage>
        ),
      },
    );

  const to = (path: string) => posted.filter((each) => each.path.endsWith(path));
  /** What was judged last. */
  const judged = () => to("/validate").at(-1)?.body.protocol as Protocol | undefined;

  const edit = async () => {
    show(["manager"]);
    fireEvent.click(await screen.findByRole("button", { name: "New version" }));
    const form = await screen.findByRole("form", { name: "New version" });
    fireEvent.click(screen.getByRole("button", { name: "Open all" }));
    return form;
  };

  it("shows one as tables with units, and that nobody stands for it", async () => {
    show();
    const dose = within(await screen.findByRole("region", { name: "Bounds of an order" }));
    expect(screen.getAllByText("Sample, not approved").length).toBeGreaterThan(0);
    const row = dose.getByRole("row", { name: /Dose by weight/ });
    expect(row.textContent).toContain("0.75 mg/kg");
    expect(dose.getByRole("row", { name: /Bolus/ }).textContent).toContain("no bolus in this protocol");
    const limits = within(screen.getByRole("region", { name: "Limits of vital signs" })).getAllByRole("row");
    expect(limits.slice(1).map((line) => line.querySelector("th")?.textContent)).toEqual([
      "SpO2 low",
      "SpO2 low",
      "Temperature highno rule is on for it",
    ]);
    expect(limits[1]?.textContent).toContain("high");
    expect(limits[1]?.textContent).toContain("<90 %");
    expect(limits[1]?.textContent).toContain("85 %to94 %");
    expect(screen.getByText("off by protocol")).toBeTruthy();
    expect(screen.getByText("by the limits")).toBeTruthy();
    expect(screen.getByRole("region", { name: "Observations due" }).textContent).toContain("10 min");
    const discharge = screen.getByRole("region", { name: "Discharge and vials" }).textContent;
    expect(discharge).toContain("at least30 min");
    expect(discharge).toContain("PADSSof at least9");
    expect(discharge).toContain("an escort, by name");
    const settings = screen.getByRole("region", { name: "Tolerances and times" }).textContent;
    expect(settings).toContain("Probe doubt, at most30 s");
    expect(settings).toContain("Trends[0], within2 min");
    expect(settings).toContain("Apnoea afternot judged");
    expect(screen.queryByRole("button", { name: "New version" })).toBeNull();
    expect(screen.queryByRole("form", { name: "Approve" })).toBeNull();
  });

  it("sends what was changed with its reason, based on the version that was read", async () => {
    answers.set("POST /protocols", () => json(about({ version: 2, standing: "draft" })));
    await edit();
    // Nobody has approved a version yet.
    expect(screen.getByRole("note").textContent).toContain("what you save is what new sessions run under");
    fireEvent.change(screen.getByLabelText("Dose by weight, soft high, mg/kg"), { target: { value: "0.8" } });
    fireEvent.change(screen.getByLabelText("SpO2 low, high, sounds after, s"), { target: { value: "12.5" } });
    fireEvent.click(screen.getByRole("checkbox", { name: /Telemetry lost is off/ }));
    fireEvent.change(screen.getByLabelText("Recovery score of at least"), { target: { value: "8" } });
    fireEvent.click(screen.getByRole("checkbox", { name: "an escort, by name" }));
    fireEvent.change(screen.getByLabelText("Why it changes"), { target: { value: "the director wants it" } });
    fireEvent.click(screen.getByRole("button", { name: "Save as a draft" }));
    await waitFor(() => expect(to("/protocols")).toHaveLength(1));
    const body = to("/protocols")[0]?.body as { basedOn: number; reason: string; protocol: Protocol };
    expect(body.protocol.discharge).toMatchObject({ threshold: 8, needs: [], scale: "padss" });
    expect([body.basedOn, body.reason]).toEqual([1, "the director wants it"]);
    expect(body.protocol.guardrails.doseMgPerKg?.softHigh).toBe(0.8);
    expect(body.protocol.safety.vitals[1]?.delay).toBe("00:00:12.5000000");
    expect(body.protocol.safety.rules["telemetry-lost"]?.isOn).toBe(true);
  });

  it("puts every fault beside what it is about, and a press on it goes there", async () => {
    const faults = [
      { path: "guardrails.doseMgPerKg.softHigh", message: "0.01 mg/kg is below softLow, 0.1 mg/kg" },
      { path: "safety.vitals[1].value", message: "must lie below 92: the graver the farther out" },
      { path: "reason", message: "must say why" },
    ];
    answers.set("POST /protocols", () => json({ detail: "3 faults. Nothing is stored.", faults }, 422));
    await edit();
    fireEvent.click(screen.getByRole("button", { name: "Save as a draft" }));
    const list = await screen.findByRole("list", { name: "Faults" });
    expect(within(list).getAllByRole("listitem")).toHaveLength(3);
    const field = screen.getByLabelText("SpO2 low, high, limit, %");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(document.getElementById(field.getAttribute("aria-describedby") ?? "")?.textContent).toContain("graver");
    fireEvent.click(within(list).getByRole("button", { name: "guardrails.doseMgPerKg.softHigh" }));
    expect(document.activeElement).toBe(screen.getByLabelText("Dose by weight, soft high, mg/kg"));
  });

  it("never guesses at a number", async () => {
    await edit();
    const field = screen.getByLabelText("SpO2 low, high, limit, %");
    fireEvent.change(field, { target: { value: "9O" } });
    expect(screen.getByText("is not a number")).toBeTruthy();
    await waitFor(() => expect(judged()?.safety.vitals[1]?.value).toBe("9O"));
  });

  it("takes the whole as text, and says where it is none", async () => {
    await edit();
    fireEvent.click(screen.getByRole("button", { name: "As text" }));
    const text = screen.getByRole("textbox", { name: "The whole protocol as text" }) as HTMLTextAreaElement;
    fireEvent.change(text, { target: { value: "{" } });
    fireEvent.click(screen.getByRole("button", { name: "Take this text" }));
    expect(screen.getByRole("alert").textContent).toContain("This is no JSON");
    fireEvent.change(text, { target: { value: JSON.stringify({ ...protocol, name: "Mood, ours" }) } });
    fireEvent.click(screen.getByRole("button", { name: "Take this text" }));
    expect((screen.getByLabelText("Name") as HTMLInputElement).value).toBe("Mood, ours");
    await waitFor(() => expect(judged()?.name).toBe("Mood, ours"));
    await screen.findByText("No fault.");
  });

  it("removes a line without mixing up the others", async () => {
    await edit();
    fireEvent.click(screen.getByRole("button", { name: "Remove SpO2 low, medium" }));
    expect((screen.getByLabelText("SpO2 low, high, limit, %") as HTMLInputElement).value).toBe("90");
    await waitFor(() => expect(judged()?.safety.vitals.map(({ value }) => value)).toEqual([90, 37.8]));
  });

  it("is judged while it is written, each fault in its part and its field, and says what it changes", async () => {
    answers.set("POST /protocols/validate", () =>
      json({
        faults: [{ path: "safety.vitals[1].value", message: "must lie below 92" }],
        against: 1,
        differences: [{ path: "safety.vitals[sp_o2 low high].value", before: 90, after: 93 }],
      }),
    );
    await edit();
    fireEvent.change(screen.getByLabelText("SpO2 low, high, limit, %"), { target: { value: "93" } });
    await screen.findByText("must lie below 92", { selector: ".fault" });
    const head = screen.getByRole("heading", { name: "Limits of vital signs" }).closest("summary");
    expect(head?.textContent).toContain("1 fault");
    expect(head?.textContent).toContain("1 change");
    const table = screen.getByRole("table", { name: "Other than in use" });
    expect(within(table).getAllByRole("row")[1]?.textContent).toBe("safety.vitals[sp_o2 low high].value9093");
    expect((screen.getByRole("button", { name: "Try it on them" }) as HTMLButtonElement).disabled).toBe(true);
    fireEvent.click(screen.getByRole("button", { name: "Fold all" }));
    const fold = screen.getByLabelText("SpO2 low, high, limit, %").closest("details");
    expect(fold?.open).toBe(false);
    fireEvent.click(screen.getByRole("button", { name: "safety.vitals[1].value" }));
    expect(fold?.open).toBe(true);
    // A difference names the limit by what it is about, and leads to the same field.
    fireEvent.click(screen.getByRole("button", { name: "Fold all" }));
    fireEvent.click(within(table).getByRole("button"));
    expect(document.activeElement).toBe(screen.getByLabelText("SpO2 low, high, limit, %"));
  });

  it("says when the server could not judge it, and never that it has no fault", async () => {
    answers.set("POST /protocols/validate", () => json({}, 503));
    await edit();
    await screen.findByText(/Not checked: The server cannot be reached/);
    expect(screen.queryByText("No fault.")).toBeNull();
    expect((screen.getByRole("button", { name: "Try it on them" }) as HTMLButtonElement).disabled).toBe(true);
  });

  it("comes back after a reload as it was left, says when another version came since, and goes when it is thrown away", async () => {
    await edit();
    fireEvent.change(screen.getByLabelText("Dose by weight, soft high, mg/kg"), { target: { value: "0.8" } });
    fireEvent.change(screen.getByLabelText("Why it changes"), { target: { value: "the director wants it" } });
    cleanup();

    answers.set("GET /protocols", () => json([view({ version: 2 })]));
    answers.set("GET /protocols/mood/versions/2", () => json(view({ version: 2, standing: "approved" })));
    answers.set("POST /protocols", () => json({ detail: "Protocol mood is at version 2 now." }, 409));
    show(["manager"]);
    fireEvent.click(await screen.findByRole("button", { name: "Go on with your draft" }));
    expect(((await screen.findByLabelText("Dose by weight, soft high, mg/kg")) as HTMLInputElement).value).toBe("0.8");
    expect((screen.getByLabelText("Why it changes") as HTMLInputElement).value).toBe("the director wants it");
    expect(screen.getByRole("alert").textContent).toContain("Version 2 was saved since you began.");
    expect(screen.queryByRole("note")).toBeNull();
    expect(screen.getByText(/run under the approved version until a physician/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Save as a draft" }));
    await screen.findByText("Protocol mood is at version 2 now.");
    fireEvent.click(screen.getByRole("button", { name: "I have looked: base mine on version 2" }));
    fireEvent.click(screen.getByRole("button", { name: "Save as a draft" }));
    await waitFor(() => expect(to("/protocols").map(({ body }) => body.basedOn)).toEqual([1, 2]));

    fireEvent.click(screen.getByRole("button", { name: "Throw it away" }));
    fireEvent.click(screen.getByRole("button", { name: "Yes, throw it away" }));
    expect(await screen.findByRole("button", { name: "New version" })).toBeTruthy();
    expect(localStorage.length).toBe(0);
  });

  it("is tried on recorded sessions, and says when the draft has changed since", async () => {
    const totals = {
      sessions: 2,
      replayed: 2,
      monitoredHours: 3,
      asItWas: { alarms: 4, high: 1, medium: 2, low: 1, perHour: 1.3 },
      asItWouldBe: { alarms: 5, high: 1, medium: 3, low: 1, perHour: 1.7 },
      gained: 2,
      lost: 1,
      earlier: 0,
      later: 0,
      otherPriority: 0,
      longer: 0,
      shorter: 0,
    };
    answers.set("POST /protocols/preview", () => new Response(`${JSON.stringify({ kind: "totals", of: totals })}\n`));
    await edit();
    await screen.findByText("No fault.");
    fireEvent.click(screen.getByRole("button", { name: "Try it on them" }));
    await screen.findByText("2 gained, 1 lost.");
    expect(to("/preview")[0]?.body).toMatchObject({ of: "mood", protocol: { name: protocol.name } });
    expect(screen.queryByText(/has changed since/)).toBeNull();
    fireEvent.change(screen.getByLabelText("Name"), { target: { value: "Mood, ours" } });
    expect(screen.getByText(/has changed since/)).toBeTruthy();
  });

  it("offers what ships where there is none, to who may take it over", async () => {
    answers.set("GET /protocols", () => json([]));
    const sample = { id: "pain", name: "Pain", indication: "Chronic pain", drug: "ketamine", usualDoseMgPerKg: 0.5 };
    answers.set("GET /protocols/samples", () => json([{ ...sample, usualDuration: "04:00:00", isThere: false }]));
    answers.set("POST /protocols/samples/pain", () => json({ detail: "Protocol pain is at version 1 now." }, 409));
    show(["manager"]);
    fireEvent.click(await screen.findByRole("button", { name: "Take over Pain" }));
    await screen.findByText("Protocol pain is at version 1 now.");
    expect(to("/samples/pain")).toHaveLength(1);
    cleanup();
    show(["nurse"]);
    await screen.findByText("A manager or a physician takes one over.");
    expect(screen.queryByRole("button", { name: "Take over Pain" })).toBeNull();
  });

  it("says who changed what when and why", async () => {
    const approval = { by: "hale", at };
    answers.set("GET /protocols/mood/versions", () =>
      json([
        about({ version: 2, standing: "approved", createdBy: "lindqvist", reason: "stricter", approval }),
        about({ isInUse: false, isNewest: false }),
      ]),
    );
    answers.set("GET /protocols/mood/versions/2/differences", () =>
      json([{ path: "guardrails.perDayMg", before: 150, after: null }]),
    );
    show();
    const history = within(await screen.findByRole("region", { name: "History" }));
    await history.findByText(/by lindqvist: stricter/);
    expect(history.getByText(/approved .* by hale/)).toBeTruthy();
    fireEvent.click(history.getByRole("button", { name: "What changed in version 2" }));
    const table = await history.findByRole("table", { name: "What changed in version 2" });
    expect(within(table).getAllByRole("row")[1]?.textContent).toBe("guardrails.perDayMg150not there");
  });

  it("lets a physician who did not write it approve by password", async () => {
    answers.set("POST /protocols/mood/versions/1/approval", () => json({ detail: "The password is wrong." }, 403));
    show(["physician"]);
    const form = within(await screen.findByRole("form", { name: "Approve" }));
    fireEvent.change(form.getByLabelText("Your password"), { target: { value: "guess" } });
    fireEvent.click(form.getByRole("button", { name: "Approve version 1" }));
    await form.findByText("The password is wrong.");
    expect(posted[0]?.body.password).toBe("guess");
    expect((form.getByLabelText("Your password") as HTMLInputElement).value).toBe("");
  });

  it("asks another physician where the author reads", async () => {
    answers.set("GET /protocols/mood/versions/1", () => json(view({ standing: "draft", createdBy: "okafor" })));
    show(["physician"]);
    await screen.findByText("You wrote this version: another physician approves it.");
    expect(screen.queryByRole("form", { name: "Approve" })).toBeNull();
  });

  it.each([["nurse"], ["physician"]])(
    "has nothing that axe objects to, for a %s",
    async (role) => {
      const { container } = show([role]);
      await screen.findByRole("region", { name: "History" });
      if (role === "physician") {
        fireEvent.click(screen.getByRole("button", { name: "New version" }));
        await screen.findByRole("form", { name: "New version" });
      }
      const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
      expect(violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
    },
    30_000,
  );
});
