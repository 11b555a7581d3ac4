import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import type { PatientRecord } from "./contract";
import PatientsPage from "./PatientsPage";

const ana: PatientRecord = {
  id: "p-1",
  familyName: "Rivera",
  givenName: "Ana",
  birthDate: "1984-02-29",
  mrn: "A-1",
  gender: null,
  version: 3,
  writtenAt: null,
  writtenBy: null,
  identifiers: [{ system: "office", value: "4711" }],
  allergies: [],
  noKnownAllergies: false,
  weights: [],
  contacts: [],
  history: [],
};

describe("the patients", () => {
  const sent: Record<string, unknown>[] = [];
  let answers: Response[] = [];

  beforeEach(() => {
    sent.length = 0;
    answers = [];
    vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
      if (init?.method === "POST" && !path.endsWith("/search")) {
        sent.push(JSON.parse(String(init.body)));
        return answers.shift() ?? Response.json(ana);
      }
      return path.includes("/record")
        ? Response.json(ana)
        : Response.json({ patients: [ana], total: 1, page: 0, size: 25 });
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = async () => {
    const store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    const { container } = render(<PatientsPage />, {
      wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage>,
    });
    await waitFor(() => expect(screen.getByText("Rivera, Ana")).toBeTruthy());
    return container;
  };
  const click = (name: string) => act(async () => void fireEvent.click(screen.getByRole("button", { name })));
  const refusal = (problem: object, status = 409) => Response.json({ detail: "Refused.", ...problem }, { status });

  it("say that nobody asked for allergies, not that there are none", async () => {
    await show();
    expect(screen.getByText("not asked")).toBeTruthy();
  });

  it("show a fault at its field and keep what was typed", async () => {
    await show();
    await click("Enter a patient");
    fireEvent.change(screen.getByLabelText("Given name"), { target: { value: "Ben" } });
    answers = [refusal({ faults: [{ field: "familyName", message: "Enter a family name." }] }, 422)];
    await click("Save");
    expect(screen.getByText("Enter a family name.").closest("label")?.textContent).toContain("Family name");
    expect(screen.getByDisplayValue("Ben")).toBeTruthy();
  });

  it("show who may be the same, and save only when a person has said that it is somebody else", async () => {
    await show();
    await click("Enter a patient");
    answers = [refusal({ code: "patient-similar", similar: [ana] })];
    await click("Save");
    expect(screen.getByText(/Entered already: Rivera, Ana/)).toBeTruthy();
    await click("Somebody else: save as a patient of its own");
    expect(sent.map((body) => body.distinct)).toEqual([[], ["p-1"]]);
  });

  it("say what somebody else changed, and send back what the form does not show", async () => {
    await show();
    await click("Rivera, Ana");
    answers = [refusal({ code: "patient-changed", current: { ...ana, version: 4 }, changed: ["mrn"] })];
    await click("Save");
    expect(screen.getByText(/Changed meanwhile: mrn/)).toBeTruthy();
    await click("Save what stands in the form over it");
    expect(sent.map((body) => body.expected)).toEqual([3, 4]);
    expect(sent[1]?.identifiers).toEqual(ana.identifiers);
  });

  it("take identifiers, contacts and a weight in pounds that is seen to become kilograms", async () => {
    await show();
    await click("Enter a patient");
    await click("Add a weight");
    fireEvent.change(screen.getByLabelText("Unit of weight 1"), { target: { value: "lb" } });
    await click("Save");
    expect(sent).toEqual([]);
    expect(screen.getByText(/A weight is not complete/)).toBeTruthy();
    fireEvent.change(screen.getByLabelText(/^Weight 1 in/), { target: { value: "154" } });
    fireEvent.change(screen.getByLabelText("Unit of weight 1"), { target: { value: "lb" } });
    expect(screen.getByText("kept as 69.85 kg")).toBeTruthy();
    fireEvent.change(screen.getByLabelText("How weight 1 is known"), { target: { value: "stated" } });
    fireEvent.change(screen.getByLabelText(/^Day of weight 1/), { target: { value: "2026-03-01" } });
    await click("Add a contact");
    fireEvent.change(screen.getByLabelText("Contact 1"), { target: { value: "Ben" } });
    await click("Add a number");
    fireEvent.change(screen.getByLabelText("Whose number it is 1"), { target: { value: "office" } });
    await click("Save");
    expect(sent[0]?.weights).toEqual([{ kilograms: 69.85, method: "stated", on: "2026-03-01" }]);
    expect(sent[0]?.contacts).toEqual([{ name: "Ben", relation: "", phone: "" }]);
    expect(sent[0]?.identifiers).toEqual([{ system: "office", value: "" }]);
  });

  it("remove the entry that is meant, and leave what was typed in the others", async () => {
    await show();
    await click("Enter a patient");
    await click("Add a weight");
    await click("Add a weight");
    fireEvent.change(screen.getByLabelText(/^Weight 1 in/), { target: { value: "60" } });
    fireEvent.change(screen.getByLabelText(/^Weight 2 in/), { target: { value: "70" } });
    await click("Remove weights 1");
    expect(screen.getByLabelText<HTMLInputElement>(/^Weight 1 in/).value).toBe("70");
    expect(screen.queryByLabelText(/^Weight 2 in/)).toBeNull();
  });

  it("show what a patient weighed, newest first, with what changed", async () => {
    const weights = [
      { kilograms: 72, method: "stated" as const, on: "2025-03-01" },
      { kilograms: 70.5, method: "measured" as const, on: "2026-03-01" },
    ];
    vi.stubGlobal("fetch", async (path: string) =>
      path.includes("/record")
        ? Response.json({ ...ana, weights })
        : Response.json({ patients: [ana], total: 1, page: 0, size: 25 }),
    );
    await show();
    await click("Rivera, Ana");
    const rows = screen.getByRole("table", { name: "Weights" }).querySelectorAll("tbody tr");
    expect([...rows].map((row) => row.textContent)).toEqual([
      "2026-03-0170.5 kg 155.4 lbmeasured−1.5 kg",
      "2025-03-0172 kg 158.7 lbstatedthe first",
    ]);
  });

  it("come from the EHR only after a person has seen who may be the same", async () => {
    const match = {
      id: "e-1",
      patient: { patient: "x", familyName: "Rivera", givenName: "Ana", birthDate: "1984-02-29", mrn: "E-1" },
      notes: ["The EHR says that this patient has died."],
      faults: [],
      similar: [ana],
    };
    const asked: string[] = [];
    const before = fetch;
    vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
      asked.push(`${init?.method ?? "GET"} ${path.split("/patients")[1]}`);
      if (path.endsWith("/ehr/status")) return Response.json({ host: "ehr.example.org" });
      if (path.endsWith("/ehr/search")) return Response.json({ matches: [match], hasMore: true });
      return before(path, init);
    });
    await show();
    await waitFor(() => expect(screen.getByRole("button", { name: "Search ehr.example.org" })).toBeTruthy());
    fireEvent.change(screen.getByLabelText("Number in the EHR"), { target: { value: "E-1" } });
    await click("Search ehr.example.org");
    expect(asked).toContain("POST /ehr/search");
    expect(screen.getByText(/has died/)).toBeTruthy();
    expect(screen.getByText(/May be here already: Rivera, Ana/)).toBeTruthy();
    expect(screen.getByText(/there are more/)).toBeTruthy();
    await click("Somebody else: take over Rivera, Ana");
    expect(asked).toContain("POST /ehr/e-1");
    expect(sent[0]?.distinct).toEqual(["p-1"]);
  });

  it("are accessible", async () => {
    const container = await show();
    await click("Enter a patient");
    for (const what of ["an allergy", "a weight", "a contact", "a number"]) await click(`Add ${what}`);
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});
