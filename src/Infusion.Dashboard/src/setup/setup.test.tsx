import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import type { Credential, RegistryDevice } from "../registry/contract";
import { chair, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import type { SetupPart, SetupStanding, SetupView } from "./contract";
import { SetupLead } from "./SetupLead";
import SetupPage from "./SetupPage";
import { nextPart, suggestedName, whoCan, whySilent } from "./words";

const at = "2026-11-23T20:10:00.000Z";
const parts: SetupPart[] = ["clinic", "people", "protocol", "chairs", "devices", "first_session"];

const setup = (standings: Partial<Record<SetupPart, SetupStanding>>, change: Partial<SetupView> = {}): SetupView => ({
  mayBegin: false,
  isComplete: false,
  mayChangeZone: true,
  steps: parts.map((part) => ({
    part,
    standing: standings[part] ?? "done",
    lacks: (standings[part] ?? "done") === "done" ? [] : [`${part} lacks.`],
    roles: ["manager"],
    people: ["S. Lindqvist"],
  })),
  ...change,
});

const device = (change: Partial<RegistryDevice> = {}): RegistryDevice => ({
  device: "monitor-a1",
  kind: "monitor",
  standing: "in_use",
  homeChair: "A1",
  firstSeenAt: at,
  registered: { manufacturer: null, model: null, serial: null, firmware: null },
  reported: null,
  reportedAt: null,
  differs: [],
  lastHeardAt: null,
  messagesInLastMinute: 0,
  metrics: [],
  credentials: ["harbor.monitor-a1"],
  online: null,
  battery: null,
  session: null,
  clockBehindSeconds: null,
  clockConfidence: "unknown",
  ...change,
});

const credential = (change: Partial<Credential> = {}, firstUsedAt: string | null = null): Credential => ({
  username: "harbor.monitor-a1",
  kind: "device",
  devices: ["monitor-a1"],
  madeAt: at,
  madeBy: "lindqvist",
  expiresAt: null,
  revokedAt: null,
  revokedBy: null,
  keys: [
    {
      fingerprint: null,
      madeAt: at,
      madeBy: "lindqvist",
      firstUsedAt,
      expiresAt: null,
      endsAt: null,
      expiresSoon: false,
    },
  ],
  publishTopics: [],
  subscribeTopics: [],
  connections: 0,
  ...change,
});

describe("the set-up of a clinic", () => {
  const sent: string[] = [];
  let view: SetupView;
  let devices: RegistryDevice[];
  let credentials: Credential[];
  let refusals: Record<string, string>;
  let store: LiveStore;

  beforeEach(() => {
    sent.length = 0;
    view = setup({ people: "missing", chairs: "missing" });
    devices = [];
    credentials = [];
    refusals = {};
    store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot({ chairs: [chair("A1", { session: null, vitals: {} })] }) });
    vi.stubGlobal("fetch", async (path: string, init: RequestInit = {}) => {
      const rest = path.split("/harbor")[1] ?? path;
      if (!init.method || init.method === "GET") {
        if (rest === "/setup") return Response.json(view);
        if (rest === "/devices/registry") return Response.json({ at: new Date().toISOString(), devices });
        if (rest === "/device-credentials") return Response.json(credentials);
        if (rest === "/device-credentials/connection")
          return Response.json({
            port: 1883,
            onlyThisMachine: false,
            tlsPort: 8883,
            tlsOnlyThisMachine: false,
            webSocketPath: "/mqtt",
            otherBroker: null,
          });
        return Response.json([]);
      }
      const { commandId: _id, ...body } = JSON.parse(String(init.body));
      sent.push(`${init.method} ${rest} ${JSON.stringify(body)}`);
      const refusal = refusals[rest];
      if (refusal) return Response.json({ detail: refusal }, { status: 409 });
      if (rest === "/device-credentials") return Response.json({ username: "harbor.monitor-a1", secret: "s3cret" });
      return Response.json({});
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const show = (roles = ["manager"]) =>
    render(
      <Routes>
        <Route path="/setup?/:step?" element={<SetupPage />} />
      </Routes>,
      {
        wrapper: ({ children }) => (
          <LiveStage store={store} roles={roles}>
            {children}
          </LiveStage>
        ),
      },
    ).container;
  const step = () => within(screen.getByRole("navigation", { name: "Steps" }));
  const goTo = async (name: RegExp) => act(async () => void fireEvent.click(step().getByRole("link", { name })));

  it("begins at the first part that lacks, says what and who can do it, and every step can be left", async () => {
    const container = show();
    await screen.findByRole("heading", { level: 2, name: "People" });
    expect(screen.getByText("people lacks.")).toBeTruthy();
    expect(screen.getByText("This takes a manager: S. Lindqvist.")).toBeTruthy();
    expect(step().getByText("4 of 6 done.", { exact: false })).toBeTruthy();
    expect(
      step()
        .getByRole("link", { name: /People/ })
        .getAttribute("aria-current"),
    ).toBe("step");
    fireEvent.click(screen.getByRole("link", { name: "Go on without: protocol" }));
    const title = await screen.findByRole("heading", { level: 2, name: "Protocol" });
    await waitFor(() => expect(document.activeElement).toBe(title));
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map((each) => `${each.id}: ${each.nodes[0]?.html}`)).toEqual([]);
  });

  it("invites with the role that is missing", async () => {
    show();
    await screen.findByLabelText("Sign-in name");
    expect((screen.getByLabelText("physician") as HTMLInputElement).checked).toBe(true);
    fireEvent.change(screen.getByLabelText("Sign-in name"), { target: { value: "hale" } });
    fireEvent.change(screen.getByLabelText("Name as it stands in charts"), { target: { value: "Dr. Hale" } });
    await act(async () => void fireEvent.click(screen.getByRole("button", { name: "Invite" })));
    expect(sent).toEqual(['POST /staff {"name":"hale","displayName":"Dr. Hale","roles":["physician"]}']);
  });

  it("takes the zone with the time that it is there, until something is told in it", async () => {
    show();
    await screen.findByRole("heading", { level: 2, name: "People" });
    await goTo(/The clinic/);
    const displays = screen.getByRole("link", { name: "Show the chairs on a wall display" });
    expect(displays.getAttribute("href")).toBe("/displays");
    fireEvent.change(screen.getByLabelText("Time zone"), { target: { value: "Nowhere/Land" } });
    expect(screen.getByText(/No such zone is known here/)).toBeTruthy();
    fireEvent.change(screen.getByLabelText("Time zone"), { target: { value: "Asia/Tokyo" } });
    expect(screen.getByText(/There it is 05:1\d now/)).toBeTruthy();
    refusals["/about"] = "The time zone can be changed until the first session is planned.";
    await act(async () => void fireEvent.click(screen.getByRole("button", { name: "Save" })));
    expect(sent).toEqual(['PUT /about {"name":"Harbor Street Clinic","timeZone":"Asia/Tokyo"}']);
    await screen.findByText(refusals["/about"]);
    expect((screen.getByLabelText("Time zone") as HTMLInputElement).value).toBe("Asia/Tokyo");
  });

  it("registers a device, shows its settings with the secret once, and says whether it talks", async () => {
    view = setup({ devices: "missing" });
    credentials = [credential()];
    const container = show();
    await screen.findByRole("heading", { level: 2, name: "Devices" });
    expect((screen.getByLabelText("Name, as in its topics") as HTMLInputElement).value).toBe("monitor-a1");
    devices = [device()];
    await act(
      async () => void fireEvent.click(screen.getByRole("button", { name: "Register it and make its credential" })),
    );
    const made = within(await screen.findByRole("region", { name: "Settings of monitor-a1" }));
    expect(made.getByText("s3cret")).toBeTruthy();
    await made.findByText("infusion/v1/harbor/monitor-a1/telemetry");
    expect(made.getByText("8883")).toBeTruthy();
    expect(sent).toEqual([
      'POST /devices/monitor-a1/accept {"kind":"monitor","homeChair":"A1"}',
      'POST /device-credentials {"kind":"device","name":"monitor-a1","devices":["monitor-a1"],"maySubscribe":false,"hours":null,"certificate":""}',
    ]);
    const list = within(screen.getByRole("list", { name: "Devices" }));
    await list.findByText("Nothing heard");
    expect(list.getByText(/Its credential was never used/)).toBeTruthy();
    expect(screen.getByText("0 of 1 device talks.")).toBeTruthy();
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map((each) => `${each.id}: ${each.nodes[0]?.html}`)).toEqual([]);
    await act(async () => void fireEvent.click(made.getByRole("button", { name: "I have it" })));
    expect(screen.queryByText("s3cret")).toBeNull();
    expect((screen.getByLabelText("Kind") as HTMLSelectElement).value).toBe("pump");
  });

  it("says that a device is registered though its credential could not be made", async () => {
    view = setup({ devices: "missing" });
    refusals["/device-credentials"] = "The clinic has, or had, a credential of that name.";
    show();
    await screen.findByRole("heading", { level: 2, name: "Devices" });
    await act(
      async () => void fireEvent.click(screen.getByRole("button", { name: "Register it and make its credential" })),
    );
    expect((await screen.findByText(/is registered and has no new credential/)).textContent).toContain("of that name");
  });

  it("lets who is no manager look, and says who can do it", async () => {
    view = setup({ devices: "missing" });
    show(["nurse"]);
    await screen.findByText("You can look at this step and not do it.");
    expect(screen.queryByRole("button", { name: /Register/ })).toBeNull();
  });

  it("leads from the board of a clinic that never gave an infusion, and from no other", async () => {
    const lead = (roles: string[]) =>
      render(
        <LiveStage store={store} roles={roles}>
          <SetupLead />
        </LiveStage>,
      );
    view = setup({ people: "missing", first_session: "missing" });
    const { unmount } = lead(["manager"]);
    await screen.findByText("This clinic is not ready for its first infusion");
    expect(screen.getByRole("link").textContent).toBe("Go on with the set-up: people");
    unmount();
    view = setup({ devices: "begun" }, { mayBegin: true });
    const asked = vi.spyOn(globalThis, "fetch");
    lead(["nurse"]);
    await waitFor(() => expect(asked).toHaveBeenCalled());
    await act(async () => undefined);
    expect(screen.queryByRole("link")).toBeNull();
  });

  it("asks nothing of the server where somebody sits at a chair", () => {
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    const asked = vi.spyOn(globalThis, "fetch");
    render(
      <LiveStage store={store} roles={["manager"]}>
        <SetupLead />
      </LiveStage>,
    );
    expect(asked).not.toHaveBeenCalled();
  });

  it("has words for who can do it, for silence and for names", () => {
    expect(whoCan({ part: "protocol", standing: "begun", lacks: [], roles: ["physician"], people: [] })).toBe(
      "This takes a physician; nobody who may sign in is one.",
    );
    expect(nextPart(setup({ people: "begun", devices: "missing" }).steps)).toBe("devices");
    expect(nextPart(setup({}).steps)).toBe("first_session");
    expect(whySilent(device({ credentials: [] }), [])).toContain("No credential lets it speak");
    expect(whySilent(device(), [credential({ connections: 1 })])).toContain("its messages do not come");
    expect(whySilent(device(), [credential({}, at)])).toContain("was signed in before");
    expect(whySilent(device(), undefined)).toBe("");
    expect(suggestedName("pump", "B2")).toBe("pump-b2");
    expect(suggestedName("pump", "")).toBe("pump");
  });
});
