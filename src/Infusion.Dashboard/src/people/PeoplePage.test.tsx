import { fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { LiveStage } from "../testing/LiveStage";
import type { Member } from "./api";
import PeoplePage from "./PeoplePage";

const member = (part: Partial<Member>): Member => ({
  id: "1",
  name: "brandt",
  displayName: "T. Brandt, RN",
  roles: ["nurse"],
  clinics: ["harbor"],
  state: "active",
  lastSeenAt: null,
  lockedUntil: null,
  linkExpiresAt: null,
  hasSecondFactor: false,
  passkeys: 0,
  isOneself: false,
  ...part,
});

describe("the people of a clinic", () => {
  const sent: { path: string; method: string; body: unknown }[] = [];
  let members: Member[] = [];
  beforeEach(() => {
    sent.length = 0;
    members = [
      member({}),
      member({ id: "2", name: "me", displayName: "S. Lindqvist", roles: ["manager"], isOneself: true }),
      member({ id: "3", name: "gone", displayName: "G. One", state: "deactivated" }),
      member({ id: "4", name: "new", displayName: "N. Ew", state: "invited", linkExpiresAt: "2026-12-03T10:00:00Z" }),
    ];
    vi.stubGlobal("fetch", async (path: string, init: RequestInit = {}) => {
      if (path.endsWith("/staff") && init.method !== "POST") return Response.json(members);
      if (path.endsWith("/idle-lock") && init.method !== "PUT") return Response.json({ minutes: 5 });
      sent.push({ path, method: init.method ?? "GET", body: init.body ? JSON.parse(String(init.body)) : null });
      if (path.endsWith("/staff") || path.endsWith("/link"))
        return Response.json({ path: "/link#secret", expiresAt: "2026-12-03T10:00:00Z" });
      if (path.endsWith("/deactivate"))
        return Response.json({ detail: "T. Brandt, RN belongs to other clinics too." }, { status: 409 });
      return new Response(null, { status: 204 });
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = (roles = ["manager"]) =>
    render(
      <LiveStage store={new LiveStore(undefined, (run) => run())} roles={roles}>
        <PeoplePage />
      </LiveStage>,
    );
  const of = (name: string) => within(screen.getByText(name).closest("li") as HTMLElement);

  it("shows how each stands, and offers nothing for oneself", async () => {
    const { container } = show();
    expect(await screen.findByText("T. Brandt, RN")).toBeTruthy();
    expect(of("S. Lindqvist").queryAllByRole("button")).toEqual([]);
    expect(
      of("G. One")
        .getAllByRole("button")
        .map((button) => button.textContent),
    ).toEqual(["Reactivate"]);
    expect(of("N. Ew").getByText(/invited, link until/)).toBeTruthy();
    expect(of("N. Ew").queryByRole("button", { name: "Deactivate" })).toBeNull();
    expect((await axe.run(container, { rules: { "color-contrast": { enabled: false } } })).violations).toEqual([]);
  });

  it("invites by name and roles, and shows the link once", async () => {
    show();
    fireEvent.change(await screen.findByLabelText("Sign-in name"), { target: { value: "moss" } });
    fireEvent.change(screen.getByLabelText("Name as it stands in charts"), { target: { value: "E. Moss, RN" } });
    expect((screen.getByRole("button", { name: "Invite" }) as HTMLButtonElement).disabled).toBe(true);
    fireEvent.click(screen.getByLabelText("charge nurse"));
    fireEvent.click(screen.getByRole("button", { name: "Invite" }));
    expect(await screen.findByText(/\/link#secret/)).toBeTruthy();
    expect(sent[0]?.body).toEqual({ name: "moss", displayName: "E. Moss, RN", roles: ["charge_nurse"] });
    fireEvent.click(of("T. Brandt, RN").getByRole("button", { name: "Change roles" }));
    fireEvent.click(of("T. Brandt, RN").getByLabelText("physician"));
    fireEvent.click(screen.getByRole("button", { name: "Save the roles of T. Brandt, RN" }));
    expect(await screen.findByText("T. Brandt, RN has other roles.")).toBeTruthy();
    expect(sent[1]).toMatchObject({ method: "PUT", body: { roles: ["nurse", "physician"] } });
    expect(screen.queryByText(/\/link#secret/)).toBeNull();
  });

  it("says why something was not done", async () => {
    show();
    fireEvent.click(
      (await screen.findByText("T. Brandt, RN")) && of("T. Brandt, RN").getByRole("button", { name: "Deactivate" }),
    );
    expect((await screen.findByRole("alert")).textContent).toContain("belongs to other clinics too");
  });

  it("says when screens lock", async () => {
    show();
    fireEvent.change(await screen.findByLabelText(/After minutes without a touch/), { target: { value: "12" } });
    fireEvent.click(screen.getByRole("button", { name: "Set" }));
    expect(await screen.findByText(/next sign-in/)).toBeTruthy();
    expect(sent).toEqual([{ path: "/api/clinics/harbor/idle-lock", method: "PUT", body: { minutes: 12 } }]);
  });

  it("asks nothing for who is no manager", async () => {
    show(["nurse"]);
    expect(await screen.findByText("A manager sees and changes them.")).toBeTruthy();
    expect(screen.queryByText("Invite somebody")).toBeNull();
  });
});
