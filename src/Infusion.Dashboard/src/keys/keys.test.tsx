import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BoardPage } from "../board/BoardPage";
import type { AlarmView } from "../live/alarmContract";
import { LiveStore } from "../live/store";
import { lock } from "../session/lock";
import { alarm, chair, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";

describe("the keys of the board", () => {
  let store: LiveStore;
  let sent: Record<string, unknown>[];

  beforeEach(() => {
    localStorage.clear();
    sent = [];
    vi.stubGlobal("fetch", (_path: string, init?: RequestInit) => {
      if (init?.method !== "POST") return new Promise(() => undefined);
      sent.push(JSON.parse(String(init.body)));
      return Promise.resolve(Response.json({ epoch: 1, input: 101 }));
    });
    store = new LiveStore(undefined, (run) => run());
    const of = (id: string, part: Partial<AlarmView> = {}) => alarm({ id, session: `session-${id}`, ...part });
    store.dispatch({
      kind: "snapshot",
      snapshot: snapshot({
        chairs: [
          chair("A1", { alarms: [of("first"), of("second", { priority: "low" })] }),
          chair("A2", { alarms: [of("third", { chair: "A2", priority: "low" })] }),
        ],
      }),
    });
    render(
      <LiveStage store={store}>
        <BoardPage />
        <input aria-label="note" />
      </LiveStage>,
    );
  });
  afterEach(() => vi.unstubAllGlobals());

  const press = (key: string, part: Partial<KeyboardEvent> = {}) =>
    act(async () => {
      fireEvent.keyDown(document.activeElement ?? document.body, { key, ...part });
    });
  const marked = () => document.activeElement?.getAttribute("aria-label");

  it("go from chair to chair, and no further than the last", async () => {
    await press("j");
    expect(marked()).toBe("Chair A1");
    await press("j");
    await press("j");
    expect(marked()).toBe("Chair A2");
    await press("k");
    expect(marked()).toBe("Chair A1");
  });

  it("acknowledge the first alarm of the chair that is marked, once however long they are held", async () => {
    await press("j");
    await press("a");
    await press("a", { repeat: true });
    expect(sent).toMatchObject([{ type: "acknowledge_alarm", alarm: "first" }]);
  });

  it("pause its sound", async () => {
    await press("j");
    await press("j");
    await press("s");
    expect(sent).toMatchObject([{ type: "pause_alarm_audio", alarm: "third" }]);
  });

  it("answer nothing while no chair is marked, while somebody types, or with another key held", async () => {
    await press("a");
    screen.getByLabelText("note").focus();
    await press("a");
    await press("j");
    expect(marked()).toBe("note");
    screen.getByLabelText("note").blur();
    await press("j");
    await press("a", { ctrlKey: true });
    expect(sent).toEqual([]);
  });

  it("neither leave a locked screen's page nor open the sheet over it", async () => {
    lock.set(true);
    await press("b");
    await press("?");
    expect(screen.queryByRole("dialog")).toBeNull();
    lock.set(false);
    await press("?");
    expect(await screen.findByRole("dialog")).toBeTruthy();
  });

  it("answer nothing under a screen that is locked", async () => {
    await press("j");
    document.querySelector("main")?.setAttribute("inert", "");
    await press("a");
    expect(sent).toEqual([]);
  });

  it("are listed on a sheet, where they are turned off", async () => {
    await press("?");
    expect(screen.getByRole("dialog").textContent).toContain("Acknowledge its first alarm");
    await press("j");
    expect(marked()).not.toBe("Chair A1");
    fireEvent.click(screen.getByRole("checkbox", { name: /Single keys/ }));
    fireEvent.click(screen.getByRole("button", { name: "Close" }));
    (document.activeElement as HTMLElement | null)?.blur();
    await press("j");
    expect(marked()).not.toBe("Chair A1");
  });
});
