import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import DutyPage from "./DutyPage";

describe("the duty list", () => {
  const put: { path: string; body: { chair: string | null; chain: unknown[] } }[] = [];

  beforeEach(() => {
    put.length = 0;
    vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
      if (init?.method === "PUT") {
        put.push({ path, body: JSON.parse(String(init.body)) });
        return Response.json({ epoch: 1, input: 1 });
      }
      return path.endsWith("/people")
        ? Response.json([
            { name: "hale", displayName: "Dr M. Hale", active: true },
            { name: "okafor", displayName: "R. Okafor, RN", active: true },
            { name: "gone", displayName: "G. One, RN", active: false },
          ])
        : Response.json({ clinic: [{ people: ["okafor"], answerWithinSeconds: 30 }], chairs: {} });
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = async (role: string) => {
    const store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    render(<DutyPage />, {
      wrapper: ({ children }) => (
        <LiveStage store={store} roles={[role]}>
          {children}
        </LiveStage>
      ),
    });
    await waitFor(() =>
      expect(within(screen.getByRole("region", { name: "Steps" })).getByText(/R. Okafor, RN/)).toBeTruthy(),
    );
  };

  it("is only read by a nurse", async () => {
    await show("nurse");
    expect(screen.getByText("A manager or a charge nurse says who is on duty.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
  });

  it("is not saved while a step names nobody, and is saved whole", async () => {
    await show("charge_nurse");
    fireEvent.click(screen.getByRole("button", { name: "Add a step" }));
    expect(screen.getByText("Step 2 names nobody.")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(put).toEqual([]);

    const second = screen.getByRole("group", { name: "Who is called at step 2" });
    expect(within(second).queryByRole("button", { name: "G. One, RN" })).toBeNull();
    fireEvent.click(within(second).getByRole("button", { name: "Dr M. Hale" }));
    await act(async () => void fireEvent.click(screen.getByRole("button", { name: "Save" })));
    await waitFor(() => expect(screen.getByText("Saved.")).toBeTruthy());
    expect(put[0]?.path).toBe("/api/clinics/harbor/duty");
    expect(put[0]?.body).toMatchObject({
      chair: null,
      chain: [
        { people: ["okafor"], answerWithinSeconds: 30 },
        { people: ["hale"], answerWithinSeconds: 60 },
      ],
    });
  });

  it("has no fault that axe can see", async () => {
    await show("manager");
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });
});
