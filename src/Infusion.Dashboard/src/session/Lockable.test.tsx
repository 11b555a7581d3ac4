import { act, fireEvent, render, screen } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { LiveStage } from "../testing/LiveStage";
import { getJson, Locked, postJson } from "./api";
import type { Me } from "./contract";
import { Lockable } from "./Lockable";
import { isOpenWhenLocked, lock } from "./lock";

const me: Me = {
  name: "okafor",
  displayName: "R. Okafor, RN",
  roles: ["nurse"],
  clinics: [{ id: "harbor", name: "Harbor" }],
  locked: false,
  idleMinutes: 5,
};

describe("a screen that somebody has left", () => {
  const fetches = vi.fn<typeof fetch>();
  beforeEach(() => {
    fetches.mockReset();
    fetches.mockImplementation(async (path) =>
      String(path).endsWith("/api/me") ? Response.json({ ...me, locked: true }) : new Response(null, { status: 204 }),
    );
    vi.stubGlobal("fetch", fetches);
  });
  afterEach(() => {
    act(() => lock.set(false));
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const asked = () => fetches.mock.calls.map(([path]) => String(path));
  const show = (who: Me = me) =>
    render(
      <LiveStage store={new LiveStore(undefined, (run) => run())}>
        <Lockable me={who} board={null}>
          <input aria-label="half written" defaultValue="calm" />
        </Lockable>
      </LiveStage>,
    );

  it("closes the page, keeps what was half written, and is back by the same person's password", async () => {
    const { container } = show();
    act(() => lock.set(true));
    expect(screen.getByText(/until R. Okafor, RN is back/)).toBeTruthy();
    expect(screen.getByLabelText("half written").closest("[inert]")).not.toBeNull();
    expect(document.activeElement).toBe(screen.getByLabelText("Password of R. Okafor, RN"));
    expect((await axe.run(container, { rules: { "color-contrast": { enabled: false } } })).violations).toEqual([]);

    fetches.mockResolvedValueOnce(Response.json({ detail: "This is not the password." }, { status: 422 }));
    fireEvent.change(screen.getByLabelText("Password of R. Okafor, RN"), { target: { value: "wrong" } });
    fireEvent.click(screen.getByRole("button", { name: "Come back" }));
    expect(await screen.findByText("This is not the password.")).toBeTruthy();
    expect(lock.isLocked()).toBe(true);

    fireEvent.change(screen.getByLabelText("Password of R. Okafor, RN"), { target: { value: "right" } });
    fireEvent.click(screen.getByRole("button", { name: "Come back" }));
    await vi.waitFor(() => expect(screen.queryByRole("button", { name: "Come back" })).toBeNull());
    expect((screen.getByLabelText("half written") as HTMLInputElement).value).toBe("calm");
    expect(screen.getByLabelText("half written").closest("[inert]")).toBeNull();
  });

  it("says nothing of a server that is away as if the password were wrong", async () => {
    show();
    act(() => lock.set(true));
    fetches.mockRejectedValueOnce(new TypeError("network"));
    fireEvent.change(screen.getByLabelText("Password of R. Okafor, RN"), { target: { value: "right" } });
    fireEvent.click(screen.getByRole("button", { name: "Come back" }));
    expect(await screen.findByText(/cannot be reached. The screen stays locked/)).toBeTruthy();
  });

  it("is locked when the server says so: at the start, and with a refusal", async () => {
    show({ ...me, locked: true });
    expect(lock.isLocked()).toBe(true);
    act(() => lock.set(false));
    fetches.mockResolvedValueOnce(new Response("{}", { status: 423 }));
    await act(() => expect(postJson("/api/clinics/harbor/plans", {})).rejects.toBeInstanceOf(Locked));
    expect(lock.isLocked()).toBe(true);
    const before = fetches.mock.calls.length;
    await expect(getJson("/api/clinics/harbor/patients?find=x")).rejects.toBeInstanceOf(Locked);
    expect(fetches.mock.calls.length).toBe(before);
  });

  it("asks the server after five minutes without a touch, and not while somebody is there", async () => {
    vi.useFakeTimers();
    show();
    for (let minute = 0; minute < 6; minute++) {
      fireEvent.pointerMove(document.body);
      await act(() => vi.advanceTimersByTimeAsync(60_000));
    }
    expect(lock.isLocked()).toBe(false);
    expect(asked()).not.toContain("/api/me");
    expect(asked().filter((path) => path.endsWith("/touched")).length).toBe(6);
    await act(() => vi.advanceTimersByTimeAsync(5 * 60_000));
    expect(lock.isLocked()).toBe(true);
  });

  it("locks by itself when the server does not answer", async () => {
    vi.useFakeTimers();
    show();
    fetches.mockRejectedValue(new TypeError("network"));
    await act(() => vi.advanceTimersByTimeAsync(5 * 60_000 + 1000));
    expect(lock.isLocked()).toBe(true);
  });

  it("takes another person, who signs in over it", async () => {
    show();
    act(() => lock.set(true));
    fireEvent.click(screen.getByRole("button", { name: "Somebody else" }));
    expect(screen.getByLabelText("Name")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Take over this screen" })).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Back to R. Okafor, RN" }));
    expect(screen.getByRole("button", { name: "Come back" })).toBeTruthy();
  });
});

describe("what a locked screen asks for", () => {
  it.each([
    ["/api/me", true],
    ["/api/screen/unlock", true],
    ["/api/sign-in/passkey/options", true],
    ["/api/clinics/harbor/people", true],
    ["/api/clinics/harbor/patients/1", true],
    ["/api/clinics/harbor/sessions/1/trends?from=x", true],
    ["/api/clinics/harbor/patients", false],
    ["/api/clinics/harbor/patients/1/record", false],
    ["/api/clinics/harbor/sessions/1/commands", false],
    ["/api/clinics/harbor/audit", false],
    ["/api/account", false],
  ])("%s: %s", (path, open) => expect(isOpenWhenLocked(path)).toBe(open));
});
