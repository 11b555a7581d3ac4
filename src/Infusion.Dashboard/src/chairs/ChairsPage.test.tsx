import { act, fireEvent, render, screen } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Snapshot } from "../live/contract";
import { LiveStore } from "../live/store";
import { snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import ChairsPage from "./ChairsPage";

describe("rooms and chairs", () => {
  const sent: string[] = [];
  let refusal: string | null = null;

  beforeEach(() => {
    sent.length = 0;
    refusal = null;
    vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
      if (!init?.method || init.method === "GET") return Response.json([]);
      const { commandId: _id, ...body } = JSON.parse(String(init.body));
      sent.push(`${init.method} ${path.split("/harbor/")[1]} ${JSON.stringify(body)}`);
      return refusal ? Response.json({ detail: refusal }, { status: 409 }) : Response.json({});
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = (roles = ["manager"], known: Partial<Snapshot> | null = {}) => {
    const store = new LiveStore(undefined, (run) => run());
    if (known) store.dispatch({ kind: "snapshot", snapshot: snapshot(known) });
    return render(<ChairsPage />, {
      wrapper: ({ children }) => (
        <LiveStage store={store} roles={roles}>
          {children}
        </LiveStage>
      ),
    });
  };
  const click = (name: string) => act(async () => void fireEvent.click(screen.getByRole("button", { name })));
  const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

  it("are added and renamed", async () => {
    show();
    type("Chair", "C1");
    type("Room, one there is or a new one", "Room C");
    await click("Add the chair");
    type("New name of chair A1", "A9");
    await act(
      async () =>
        void fireEvent.submit(screen.getByLabelText("New name of chair A1").closest("form") as HTMLFormElement),
    );
    expect(sent[0]).toBe('POST chairs {"chair":"C1","room":"Room C"}');
    expect(sent[1]).toContain('PUT chairs/A1 {"chair":"A9"');
  });

  it("are retired with a second touch, and a refusal says what would work", async () => {
    show();
    refusal = "Chair A1 has an open session: close it first, then retire it.";
    await click("Retire chair A1");
    expect(sent).toEqual([]);
    await click("Yes, retire chair A1");
    expect(sent).toEqual(["POST chairs/A1/retire {}"]);
    expect(screen.getByRole("alert").textContent).toBe(refusal);
  });

  it("are only looked at by who is no manager", () => {
    show(["nurse"]);
    expect(screen.queryByRole("button", { name: /Retire|Add the chair|Rename/ })).toBeNull();
    expect(screen.getByText("A manager changes them.")).toBeTruthy();
  });

  it("are waited for while the board has not come, and are none only when it has", () => {
    const { unmount } = show(["manager"], null);
    expect(screen.getByText("The chairs: reading.").getAttribute("role")).toBe("status");
    expect(screen.queryByText("There is no chair yet.")).toBeNull();
    expect(screen.queryByRole("button", { name: "Add the chair" })).toBeNull();
    unmount();
    show(["manager"], { chairs: [] });
    expect(screen.getByText("There is no chair yet.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Add the chair" })).toBeTruthy();
  });

  it("are accessible", async () => {
    const { violations } = await axe.run(show().container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});
