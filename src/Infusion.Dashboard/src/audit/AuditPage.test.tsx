import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { LiveStage } from "../testing/LiveStage";
import AuditPage from "./AuditPage";
import type { AuditLine } from "./contract";

const line = (number: number, part: Partial<AuditLine> = {}): AuditLine => ({
  number,
  at: "2026-11-30T15:04:05Z",
  kind: "person",
  who: "okafor",
  act: "ReadChart",
  what: "GET /sessions/1/chart",
  patients: ["Example, Erika"],
  session: null,
  origin: "10.0.0.7",
  status: 200,
  refused: false,
  ...part,
});

describe("who did what", () => {
  const asked: { path: string; question: Record<string, unknown> }[] = [];
  beforeEach(() => {
    asked.length = 0;
    vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
      const question = JSON.parse(String(init.body)) as Record<string, unknown>;
      asked.push({ path, question });
      if (path.endsWith("/export")) return new Response("number,at");
      const page =
        question.before === 11
          ? { lines: [line(1, { who: "", status: 401, refused: true, patients: [] })], before: null }
          : { lines: [line(11)], before: 11 };
      return new Response(JSON.stringify(page));
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = () =>
    render(<AuditPage />, {
      wrapper: ({ children }) => (
        <LiveStage store={new LiveStore(undefined, (run) => run())} roles={["auditor"]}>
          {children}
        </LiveStage>
      ),
    });

  it("shows lines, and older ones when asked", async () => {
    const { container } = show();
    const row = within((await screen.findByText("okafor")).closest("tr") as HTMLElement);
    expect(row.getByText("Example, Erika")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Older lines" }));
    expect(await screen.findByText("Nobody known")).toBeTruthy();
    expect(screen.getByText("Refused 401")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Older lines" })).toBeNull();
    expect(screen.queryByRole("link", { name: "Board" })).toBeNull();
    expect((await axe.run(container, { rules: { "color-contrast": { enabled: false } } })).violations).toEqual([]);
  });

  it("asks by person, patient, act and time", async () => {
    show();
    await screen.findByText("okafor");
    fireEvent.change(screen.getByLabelText("Person or client"), { target: { value: "hale" } });
    fireEvent.change(screen.getByLabelText(/^Patient/), { target: { value: "Example" } });
    fireEvent.change(screen.getByLabelText("Act"), { target: { value: "ReadChart" } });
    fireEvent.change(screen.getByLabelText(/^From,/), { target: { value: "2026-11-30T08:00" } });
    fireEvent.change(screen.getByLabelText("Kind"), { target: { value: "person" } });
    fireEvent.change(screen.getByLabelText("Outcome"), { target: { value: "refused" } });
    expect(asked).toHaveLength(1);
    fireEvent.click(screen.getByRole("button", { name: "Search" }));
    await waitFor(() => expect(asked).toHaveLength(2));
    const wanted = { who: "hale", patient: "Example", act: "ReadChart", kind: "person", outcome: "refused" };
    expect(asked[1]).toMatchObject({ path: "/api/clinics/harbor/audit/search", question: { ...wanted, before: null } });
    expect(asked[1]?.question.from).toMatch(/^2026-11-30T/);

    const made: string[] = [];
    vi.stubGlobal(
      "URL",
      Object.assign(URL, { createObjectURL: () => "blob:made", revokeObjectURL: made.push.bind(made) }),
    );
    fireEvent.click(screen.getByRole("button", { name: "Export what was searched (CSV)" }));
    await waitFor(() => expect(made).toEqual(["blob:made"]));
    expect(asked[2]).toMatchObject({ path: "/api/clinics/harbor/audit/export", question: wanted });
  });
});
