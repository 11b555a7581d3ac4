import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NoteForm } from "../chair/NoteForm";
import { LiveStore } from "../live/store";
import { snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { api } from "./api";
import { drafts, keptMs } from "./drafts";

beforeEach(() => drafts.forget());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What a reload leaves: the tab's storage, and nothing that a script had. */
const reloaded = async () => {
  vi.resetModules();
  return (await import("./drafts")).drafts;
};

describe("drafts", () => {
  it("outlive a reload, for the person whose they are", async () => {
    drafts.keep("okafor", "note:s-1", { text: "Patient is calm" });
    const after = await reloaded();
    expect(after.of("okafor", "note:s-1")).toEqual({ text: "Patient is calm" });
    expect(after.of("hale", "note:s-1")).toEqual({});
  });

  it("are gone when somebody else has come, also for the one before", () => {
    drafts.keep("okafor", "note:s-1", { text: "Patient is calm" });
    drafts.belongTo("okafor");
    expect(drafts.of("okafor", "note:s-1").text).toBe("Patient is calm");
    drafts.belongTo("hale");
    expect(JSON.stringify({ ...sessionStorage })).not.toContain("calm");
    drafts.belongTo("okafor");
    expect(drafts.of("okafor", "note:s-1")).toEqual({});
  });

  it("of somebody who types after another replace the other's", () => {
    drafts.keep("okafor", "note:s-1", { text: "Mine" });
    drafts.keep("hale", "note:s-2", { text: "Yours" });
    expect(drafts.of("okafor", "note:s-1")).toEqual({});
    expect(JSON.stringify({ ...sessionStorage })).not.toContain("Mine");
  });

  it("leave nothing in the tab when all of them are taken", () => {
    drafts.keep("okafor", "a", { text: "one" });
    drafts.keep("okafor", "b", { text: "two" });
    drafts.keep("okafor", "a", {});
    expect(drafts.of("okafor", "b").text).toBe("two");
    drafts.keep("okafor", "b", { text: "" });
    expect(sessionStorage).toHaveLength(0);
  });

  it("are dropped unseen when they are older than a shift", () => {
    vi.useFakeTimers();
    drafts.keep("okafor", "a", { text: "one" });
    vi.advanceTimersByTime(keptMs - 1);
    expect(drafts.of("okafor", "a").text).toBe("one");
    vi.advanceTimersByTime(1);
    expect(drafts.of("okafor", "a")).toEqual({});
  });

  it("end with a sign-out on purpose, also when the server is away", async () => {
    vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("away")));
    drafts.keep("okafor", "a", { text: "one" });
    await expect(api.signOut()).rejects.toThrow("The server cannot be reached.");
    expect(drafts.of("okafor", "a")).toEqual({});
    expect(sessionStorage).toHaveLength(0);
  });

  it("last until the page is left where the browser keeps nothing, and what it keeps wrongly is none", () => {
    const keeps = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full");
    });
    drafts.keep("okafor", "a", { text: "one" });
    expect(drafts.of("okafor", "a").text).toBe("one");
    keeps.mockRestore();
    sessionStorage.setItem("infusion.drafts", "not json");
    expect(drafts.of("hale", "a")).toEqual({});
  });
});

describe("a note that is half written", () => {
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  const show = (name: string) =>
    render(
      <LiveStage store={store} name={name}>
        <NoteForm session="s-1" />
      </LiveStage>,
    );
  const field = () => screen.getByRole("textbox", { name: "Note" }) as HTMLTextAreaElement;

  it("is there again for the same person, not for another, and goes when the server has it", async () => {
    vi.stubGlobal("fetch", async () => Response.json({ epoch: 1, input: 1 }));
    const first = show("okafor");
    fireEvent.change(field(), { target: { value: "Patient is calm" } });
    first.unmount();
    const another = show("hale");
    expect(field().value).toBe("");
    another.unmount();
    show("okafor");
    expect(field().value).toBe("Patient is calm");
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Write note" })));
    expect(field().value).toBe("");
    expect(sessionStorage).toHaveLength(0);
  });
});
