import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChairHolder, ChairView } from "../live/contract";
import { LiveStore } from "../live/store";
import { snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { Holder } from "./Holder";
import { holderWords } from "./words";

const held = (part: Partial<ChairHolder>): ChairHolder => ({
  chair: "A1",
  person: "okafor",
  since: "2026-11-25T08:00:00Z",
  cover: null,
  offeredTo: null,
  isOfferedForBreak: false,
  ...part,
});

describe("who has a chair", () => {
  const sent: { action: string; to: string | null }[] = [];
  beforeEach(() => {
    sent.length = 0;
    vi.stubGlobal("fetch", async (_path: string, init?: RequestInit) => {
      if (init?.method === "POST") {
        sent.push(JSON.parse(String(init.body)));
        return Response.json({ detail: "Okafor has chair A1." }, { status: 409 });
      }
      return Response.json([{ name: "hale", displayName: "Dr M. Hale", active: true }]);
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = (holder: ChairHolder | null, roles?: string[]) => {
    const store = new LiveStore(undefined, (run) => run());
    const whole = snapshot();
    store.dispatch({ kind: "snapshot", snapshot: whole });
    const view = { ...(whole.chairs[0] as ChairView), holder };
    return render(<Holder view={view} />, {
      wrapper: ({ children }) => (
        <LiveStage store={store} {...(roles ? { roles } : {})}>
          {children}
        </LiveStage>
      ),
    }).container;
  };

  it.each([
    [null, "Nobody has this chair."],
    [held({}), "okafor has this chair."],
    [held({ offeredTo: "hale" }), "okafor has this chair. Offered to hale, not yet accepted."],
    [held({ offeredTo: "hale", isOfferedForBreak: true }), "okafor has this chair. hale is asked to cover a break."],
    [held({ cover: "hale" }), "okafor has this chair. On a break: hale covers."],
  ])("is said in words", (holder, words) => {
    expect(holderWords(holder, (name) => name)).toBe(words);
  });

  it("is taken with one touch, and a refusal says why", async () => {
    show(null);
    await act(async () => void fireEvent.click(screen.getByRole("button", { name: "I take this chair" })));
    await waitFor(() => expect(screen.getByRole("alert").textContent).toBe("Okafor has chair A1."));
    expect(sent.map((each) => each.action)).toEqual(["take"]);
  });

  it("is taken from another by a charge nurse alone", () => {
    show(held({ person: "somebody" }), ["nurse"]);
    expect(screen.queryByRole("button", { name: "Take over" })).toBeNull();
    show(held({ person: "somebody" }), ["charge_nurse"]);
    expect(screen.getByRole("button", { name: "Take over" })).toBeTruthy();
  });

  it("is accessible", async () => {
    const { violations } = await axe.run(show(null), { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});
