import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import type { Credential, RegistryDevice } from "./contract";
import DevicesPage from "./DevicesPage";
import { clockWords, talks } from "./words";

const at = "2026-11-23T15:00:00Z";
const said = { manufacturer: "Acme", model: "M1", serial: "0042", firmware: "1.2" };
const nothing = { manufacturer: null, model: null, serial: null, firmware: null };

const device = (name: string, change: Partial<RegistryDevice> = {}): RegistryDevice => ({
  device: name,
  kind: "monitor",
  standing: "in_use",
  homeChair: "A1",
  firstSeenAt: at,
  registered: said,
  reported: said,
  reportedAt: at,
  differs: [],
  lastHeardAt: "2026-11-23T14:59:58Z",
  messagesInLastMinute: 60,
  metrics: ["heart_rate", "sp_o2"],
  credentials: ["harbor.gateway"],
  online: true,
  battery: null,
  session: null,
  clockBehindSeconds: 2,
  clockConfidence: "settled",
  ...change,
});

const gateway: Credential = {
  username: "harbor.gateway",
  kind: "gateway",
  devices: ["monitor-1"],
  madeAt: at,
  madeBy: "lindqvist",
  expiresAt: null,
  revokedAt: null,
  revokedBy: null,
  keys: [
    {
      fingerprint: "ab12",
      madeAt: at,
      madeBy: "lindqvist",
      firstUsedAt: null,
      expiresAt: "2026-12-01T00:00:00Z",
      endsAt: null,
      expiresSoon: true,
    },
  ],
  publishTopics: ["infusion/v1/harbor/monitor-1/telemetry"],
  subscribeTopics: [],
  connections: 1,
};

describe("devices", () => {
  const sent: string[] = [];
  let devices: RegistryDevice[];
  let isAway: boolean;
  let refusal: string | null;

  beforeEach(() => {
    sent.length = 0;
    devices = [device("monitor-1")];
    isAway = false;
    refusal = null;
    vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
      if (isAway) throw new TypeError("away");
      if (!init?.method || init.method === "GET") {
        return Response.json(
          path.endsWith("/registry") ? { at, devices } : path.endsWith("/device-credentials") ? [gateway] : [],
        );
      }
      const { commandId: _id, ...body } = JSON.parse(String(init.body));
      sent.push(`${init.method} ${path.split("/harbor/")[1]} ${JSON.stringify(body)}`);
      if (refusal) return Response.json({ detail: refusal }, { status: 409 });
      return Response.json({ username: "harbor.new", secret: "s3cret" });
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const show = (roles = ["manager"]) => {
    const store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    return render(<DevicesPage />, {
      wrapper: ({ children }) => (
        <LiveStage store={store} roles={roles}>
          {children}
        </LiveStage>
      ),
    });
  };

  const press = async (name: string | RegExp) =>
    act(async () => {
      fireEvent.click(screen.getByRole("button", { name }));
    });

  it("says of each device whether it talks, what it measures, what it is and how its clock goes", async () => {
    const { container } = show();
    const row = (await screen.findByRole("rowheader", { name: /monitor-1/ })).closest("tr");
    expect(row?.textContent).toMatch(/Talks, last heard \d+ s ago/);
    expect(row?.textContent).toContain("60 messages in the last minute");
    expect(row?.textContent).toContain("Heart rate, SpO2");
    expect(row?.textContent).toContain("Acme M1, serial 0042, firmware 1.2");
    expect(row?.textContent).toContain("Clock 2.0 s behind");
    expect(row?.textContent).toContain("harbor.gateway");
    await screen.findByText(/It expires soon/);
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map((each) => each.id)).toEqual([]);
  });

  it("shows a device that says it is another one", async () => {
    devices = [device("monitor-1", { reported: { ...said, serial: "0099" }, differs: ["serial"] })];
    show(["nurse"]);
    expect((await screen.findByText("It says otherwise:")).parentElement?.textContent).toContain("serial number 0099");
    expect(screen.queryByRole("heading", { name: "Credentials" })).toBeNull();
    expect(screen.queryByRole("button", { name: /Edit/ })).toBeNull();
  });

  it("takes away what it knew when the server no longer says it", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    show();
    await screen.findByText(/Talks/);
    isAway = true;
    await act(() => vi.advanceTimersByTimeAsync(15_000));
    expect(screen.queryByText(/Talks/)).toBeNull();
    expect(screen.getAllByText("Not known").length).toBe(2);
    expect(
      screen
        .getAllByRole("alert")
        .map((each) => each.textContent)
        .join(),
    ).toContain("is not current");
  });

  it("accepts what waits with its kind and chair, or refuses it", async () => {
    devices = [device("stranger", { standing: "waiting", homeChair: null, registered: nothing, credentials: [] })];
    show();
    const waiting = within(await screen.findByRole("region", { name: "Waiting to be accepted" }));
    expect(waiting.getByText(/It says: Acme M1, serial 0042/)).toBeTruthy();
    fireEvent.change(waiting.getByLabelText("Kind of stranger"), { target: { value: "pump" } });
    fireEvent.change(waiting.getByLabelText("Chair of stranger, if it has one"), { target: { value: "A2" } });
    await press("Accept stranger");
    refusal = "No device stranger waits to be accepted.";
    await press("Refuse stranger");
    expect(sent).toEqual([
      'POST devices/stranger/accept {"kind":"pump","homeChair":"A2"}',
      "POST devices/stranger/refuse {}",
    ]);
    await screen.findByText(refusal);
  });

  it("shows a secret once", async () => {
    show(["integrator"]);
    fireEvent.change(await screen.findByLabelText("Name"), { target: { value: "monitor-7" } });
    fireEvent.change(screen.getByLabelText("Device"), { target: { value: "monitor-7" } });
    await press("Make it");
    await screen.findByText("s3cret");
    expect(sent[0]).toContain('"kind":"device","name":"monitor-7","devices":["monitor-7"]');
    await press("I have it");
    expect(screen.queryByText("s3cret")).toBeNull();
  });

  it("asks before it revokes, and before it retires", async () => {
    show();
    await screen.findByRole("button", { name: "Revoke harbor.gateway" });
    await press("Revoke harbor.gateway");
    expect(sent).toEqual([]);
    await press("Yes, revoke harbor.gateway");
    await press(/^Edit/);
    await press("Retire monitor-1");
    await press("Yes, retire monitor-1");
    expect(sent).toEqual(["POST device-credentials/harbor.gateway/revoke {}", "POST devices/monitor-1/retire {}"]);
  });

  it("has words for silence and for clocks", () => {
    const now = Date.parse(at);
    expect(talks(device("d", { lastHeardAt: null }), now)).toEqual({ isTalking: false, words: "Nothing heard" });
    expect(talks(device("d", { lastHeardAt: "2026-11-23T14:59:30Z" }), now).words).toBe("Silent, last heard 30 s ago");
    expect(talks(device("d", { online: false }), now).words).toBe("Offline, last heard 2 s ago");
    expect(clockWords(device("d", { clockBehindSeconds: null }))).toBe("Clock not known yet");
    expect(clockWords(device("d", { clockBehindSeconds: 0 }))).toBe("Clock is right");
    expect(clockWords(device("d", { clockBehindSeconds: -3.21, clockConfidence: "settling" }))).toBe(
      "Clock 3.2 s ahead, still settling",
    );
  });
});
