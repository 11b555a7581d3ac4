import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import type { ImportLine, PatientRecord } from "./contract";
import ImportPage from "./ImportPage";

const draft = (patient: string, familyName: string) => ({
  patient,
  familyName,
  givenName: "Ana",
  birthDate: "1984-02-29",
  mrn: patient,
});
const line = (number: number, standing: ImportLine["standing"], part: Partial<ImportLine> = {}): ImportLine => ({
  number,
  standing,
  patient: draft(`n-${number}`, `Family${number}`),
  faults: [],
  similar: [],
  sameLines: [],
  ...part,
});
const other = {
  id: "p-9",
  familyName: "Family3",
  givenName: "Anna",
  birthDate: "1984-02-29",
  mrn: "9",
} as PatientRecord;
const lines = [
  line(2, "new"),
  line(3, "duplicate", { similar: [other], sameLines: [2] }),
  line(4, "wrong", { faults: [{ field: "birth_date", message: "write it as 1984-02-29" }] }),
  line(5, "already", { similar: [other] }),
];

describe("the import of patients", () => {
  const sent: { lines: ImportLine[] }[] = [];
  let preview = () => Response.json({ lines, ignored: ["shoe_size"] });
  let answer = (asked: ImportLine[]) =>
    Response.json({ entered: asked.length, lines: asked.map((each) => line(each.number, "entered")) });

  beforeEach(() => {
    sent.length = 0;
    vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
      if (path.endsWith("/preview")) return preview();
      const body = JSON.parse(String(init?.body));
      sent.push(body);
      return answer(body.lines);
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = async () => {
    const store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    const { container } = render(<ImportPage />, {
      wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage>,
    });
    const file = new File(["family_name"], "patients.csv", { type: "text/csv" });
    await act(async () => void fireEvent.change(screen.getByLabelText("File"), { target: { files: [file] } }));
    return container;
  };
  const click = (name: string) => act(async () => void fireEvent.click(screen.getByRole("button", { name })));

  it("shows each line with its reason and sends nothing before it is confirmed", async () => {
    await show();
    await waitFor(() => expect(screen.getByText("may be here already")).toBeTruthy());
    expect(screen.getByText("birth_date: write it as 1984-02-29")).toBeTruthy();
    expect(screen.getAllByText(/Entered: Family3, Anna/)).toHaveLength(2);
    expect(screen.getByText(/left out: shoe_size/)).toBeTruthy();
    expect(screen.getAllByRole("checkbox")).toHaveLength(2);
    expect(sent).toEqual([]);
  });

  it("enters what is new, and a likely duplicate only when a person says that it is somebody else", async () => {
    await show();
    await click("Enter 1 patient");
    expect(sent[0]?.lines.map((each) => each.number)).toEqual([2]);
    expect(screen.getByText("1 entered.")).toBeTruthy();

    fireEvent.click(screen.getByRole("checkbox"));
    await click("Enter 1 patient");
    expect(sent[1]?.lines.map((each) => each.patient?.distinct)).toEqual([["p-9", "n-2"]]);
  });

  it("keeps what was not stored ready to be sent again", async () => {
    answer = (asked) => Response.json({ entered: 0, lines: asked.map((each) => line(each.number, "not_stored")) });
    await show();
    await click("Enter 1 patient");
    expect(screen.getByText("not stored yet")).toBeTruthy();
    expect(screen.getByText(/1 not: each line says why/)).toBeTruthy();
    await click("Enter 1 patient");
    expect(sent.map((body) => body.lines[0]?.patient?.patient)).toEqual(["n-2", "n-2"]);
  });

  it("says why a file cannot be read", async () => {
    preview = () => Response.json({ detail: "There is no column family_name." }, { status: 422 });
    await show();
    expect(screen.getByRole("alert").textContent).toContain("no column family_name");
    preview = () => Response.json({ lines, ignored: [] });
  });

  it("is accessible", async () => {
    const container = await show();
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});
