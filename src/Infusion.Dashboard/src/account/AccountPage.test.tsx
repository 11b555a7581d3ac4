import { fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { LiveStage } from "../testing/LiveStage";
import AccountPage from "./AccountPage";
import type { Account } from "./api";

const account: Account = {
  name: "okafor",
  displayName: "R. Okafor, RN",
  hasSecondFactor: false,
  recoveryCodesLeft: 0,
  passkeys: [{ id: "key1", name: "Blue key", createdAt: "2026-11-01T10:00:00Z" }],
  signIns: [
    {
      id: "a",
      beganAt: "2026-11-30T10:00:00Z",
      lastSeenAt: "2026-11-30T10:05:00Z",
      how: "pwd",
      origin: "10.0.0.7",
      browser: "Firefox",
      isThis: true,
    },
    {
      id: "b",
      beganAt: "2026-11-29T10:00:00Z",
      lastSeenAt: "2026-11-29T11:00:00Z",
      how: "passkey",
      origin: "10.0.0.9",
      browser: "Safari",
      isThis: false,
    },
  ],
};

describe("one's own account", () => {
  const sent: string[] = [];
  beforeEach(() => {
    sent.length = 0;
    vi.stubGlobal("fetch", async (path: string, init: RequestInit = {}) => {
      if (path === "/api/account") return Response.json(account);
      if (path === "/api/account/push") return Response.json({ isOffered: true, key: "BAUG", browsers: [] });
      sent.push(`${init.method} ${path} ${init.body ?? ""}`.trim());
      if (path.endsWith("/begin"))
        return Response.json({ secret: "ABCDEFGH", uri: "otpauth://totp/Infusion%3Aokafor?secret=ABCDEFGH" });
      if (path.endsWith("/second-factor")) return Response.json({ codes: ["one-1", "two-2"] });
      if (path.endsWith("/password"))
        return Response.json({ detail: "The password has 5 characters; at least 12 are needed." }, { status: 422 });
      return new Response(null, { status: 204 });
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = async () => {
    const { container } = render(
      <LiveStage store={new LiveStore(undefined, (run) => run())}>
        <AccountPage />
      </LiveStage>,
    );
    await screen.findByLabelText("Password now");
    return container;
  };

  it("says why a password was not taken, and keeps none of them in the fields", async () => {
    await show();
    fireEvent.change(screen.getByLabelText("Password now"), { target: { value: "secret" } });
    fireEvent.change(screen.getByLabelText("New password"), { target: { value: "short" } });
    fireEvent.click(screen.getByRole("button", { name: "Change the password" }));
    expect((await screen.findByRole("alert")).textContent).toContain("at least 12 are needed");
    expect((screen.getByLabelText("Password now") as HTMLInputElement).value).toBe("");
    expect((screen.getByLabelText("New password") as HTMLInputElement).value).toBe("");
  });

  it("sets up an authenticator: a picture, the key to type, a code, recovery codes once", async () => {
    const container = await show();
    fireEvent.change(screen.getByLabelText("Your password, for any of these"), { target: { value: "secret" } });
    fireEvent.click(screen.getByRole("button", { name: "Set up an authenticator" }));
    expect(await screen.findByText("ABCD EFGH")).toBeTruthy();
    expect(screen.getByRole("img", { name: "To be scanned by an authenticator app" })).toBeTruthy();
    fireEvent.change(screen.getByLabelText("Code that it shows"), { target: { value: "123456" } });
    fireEvent.click(screen.getByRole("button", { name: "Turn it on" }));
    expect(await screen.findByText("one-1")).toBeTruthy();
    expect((await axe.run(container, { rules: { "color-contrast": { enabled: false } } })).violations).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "I have kept them" }));
    expect(screen.queryByText("one-1")).toBeNull();
    expect(sent).toEqual([
      'POST /api/account/second-factor/begin {"password":"secret"}',
      'POST /api/account/second-factor {"code":"123456"}',
    ]);
  });

  it("names and removes a passkey, and signs another browser out but not this one", async () => {
    await show();
    fireEvent.change(screen.getByDisplayValue("Blue key"), { target: { value: "Key on the ring" } });
    fireEvent.click(screen.getByRole("button", { name: "Rename" }));
    expect(await screen.findByText("The passkey has another name.")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Remove Blue key" }));
    expect(await screen.findByText("Blue key opens nothing any more.")).toBeTruthy();
    const here = screen.getByText("This browser").closest("li") as HTMLElement;
    expect(within(here).queryByRole("button")).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Sign it out" }));
    expect(await screen.findByText("That browser is signed out.")).toBeTruthy();
    expect(sent).toEqual([
      'PUT /api/account/passkeys/key1 {"name":"Key on the ring"}',
      "DELETE /api/account/passkeys/key1",
      "DELETE /api/account/sign-ins/b",
    ]);
    expect(screen.getByText("This browser offers passkeys only over HTTPS.")).toBeTruthy();
  });
});
