import { act, fireEvent, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { Route, Routes, useNavigate } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionView } from "../live/contract";
import { LiveStore } from "../live/store";
import { at, later, session, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { CorrectionForm } from "./CorrectionForm";
import CorrectionsPage from "./CorrectionsPage";
import type { Association, Associations, Preview } from "./contract";
import { DisputeBand } from "./DisputeBand";
import { ScanField } from "./ScanField";

const sent: Record<string, unknown>[] = [];
const asked: string[] = [];
let refuse = false;
let preview: Preview;
let associations: Associations;

const device = (name: string, of: string | null) => ({
  device: name,
  kind: "monitor",
  online: true,
  lastSeenAt: at,
  model: null,
  battery: null,
  homeChair: "A1",
  session: of,
  waiting: false,
  clockBehindSeconds: 0,
  clockConfidence: "settled",
});

beforeEach(() => {
  sent.length = 0;
  asked.length = 0;
  refuse = false;
  preview = { readings: 12, minutes: 3, givenMl: 5, givenMg: 25, refusedCode: null, refusedReason: null };
  associations = { devices: [pump], corrections: [], findings: [], ofAnotherPatient: [] };
  vi.stubGlobal("fetch", async (path: string, request?: RequestInit) => {
    if (request?.method === "POST") {
      sent.push({ path, ...JSON.parse(String(request.body)) });
      return refuse
        ? new Response(JSON.stringify({ title: "Refused", detail: "A correction of this session is in progress." }), {
            status: 409,
          })
        : Response.json({ epoch: 1, input: 101 });
    }
    if (path.includes("/preview")) {
      asked.push(path);
      return Response.json(preview);
    }
    if (path.endsWith("/associations")) return Response.json(associations);
    if (path.endsWith("/sessions"))
      return Response.json([
        { id: "session-a1", chair: "A1", patient: "p1", phase: "infusing", plannedAt: at },
        { id: "session-b2", chair: "B2", patient: "p2", phase: "closed", plannedAt: at },
      ]);
    if (path.endsWith("/devices")) return Response.json([device("mon-1", null), device("mon-2", "session-b2")]);
    return Response.json([]);
  });
});
afterEach(() => vi.unstubAllGlobals());

const pump: Association = { device: "pump-1", kind: "pump", from: "2026-11-23T20:10:00.123456+00:00", to: later(600) };

async function show(element: React.ReactNode) {
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  const shown = render(element, { wrapper: ({ children }) => <LiveStage store={store}>{children}</LiveStage> });
  await act(async () => undefined);
  await act(async () => undefined);
  return shown;
}

async function press(name: string | RegExp) {
  await act(async () => fireEvent.click(screen.getByRole("button", { name })));
  await act(async () => undefined);
}

describe("a device is scanned", () => {
  const scan = async (text: string) => {
    const field = screen.getByLabelText("Scan or type a device");
    fireEvent.change(field, { target: { value: text } });
    await act(async () => fireEvent.submit(field.closest("form") as HTMLFormElement));
    await act(async () => undefined);
  };

  it("attaches one that is free, whatever case the scanner types", async () => {
    await show(<ScanField session={session()} />);
    await scan("MON-1");
    expect(sent).toMatchObject([{ type: "attach_device", device: "mon-1" }]);
    expect((screen.getByLabelText("Scan or type a device") as HTMLInputElement).value).toBe("");
  });

  it("asks first where it charts for somebody else, and does only what is chosen", async () => {
    const { container } = await show(<ScanField session={session()} />);
    await scan("mon-2");
    expect(sent).toEqual([]);
    expect(screen.getByRole("alert").textContent).toContain("attached in another session");
    expect((await axe.run(container)).violations).toEqual([]);
    await press("It stands here: move it");
    expect(sent).toMatchObject([{ type: "move_device", device: "mon-2", fromSession: "session-b2" }]);
    await scan("mon-2");
    await press("Not sure: withhold its values");
    expect(sent[1]).toMatchObject({ type: "dispute_device", device: "mon-2" });
  });

  it("keeps what was scanned when it is refused", async () => {
    refuse = true;
    await show(<ScanField session={session()} />);
    await scan("mon-1");
    expect((screen.getByLabelText("Scan or type a device") as HTMLInputElement).value).toBe("mon-1");
  });
});

describe("two chairs claim a device", () => {
  const claimed: Partial<SessionView> = {
    correcting: true,
    disputes: [
      {
        device: "mon-1",
        kind: "monitor",
        since: at,
        holder: "session-a1",
        holderChair: "A1",
        claimant: "session-b2",
        claimantChair: "B2",
        by: "okafor",
      },
    ],
  };

  it("says that its values are withheld, and lets a person decide", async () => {
    const { container } = await show(<DisputeBand session={session(claimed)} />);
    expect(screen.getByRole("alert").textContent).toContain("withheld from both");
    expect(screen.getByRole("status").textContent).toContain("Correction in progress");
    expect((await axe.run(container)).violations).toEqual([]);
    await press("Chair B2");
    await press("Neither");
    expect(sent).toMatchObject([
      { type: "settle_device", device: "mon-1", belongs: "session-b2" },
      { type: "settle_device", device: "mon-1", belongs: null },
    ]);
  });
});

describe("a correction", () => {
  const choose = async (label: string, value: string) => {
    if (value === "session-b2") await screen.findByRole("option", { name: /Chair B2/ });
    await act(async () => fireEvent.change(screen.getByLabelText(label), { target: { value } }));
    await act(async () => undefined);
    await act(async () => undefined);
  };

  it("shows what would move before anything does, and sends the exact time of the association", async () => {
    const { container } = await show(<CorrectionForm session="session-a1" of={pump} done={() => undefined} />);
    expect(screen.getByRole("button", { name: "Correct" })).toHaveProperty("disabled", true);
    await choose("Belongs to", "session-b2");
    await screen.findByText("12 readings in 3 minutes, 25.00 mg by the pump's counter, would move.");
    expect(screen.getByRole("button", { name: "Correct" })).toHaveProperty("disabled", true);
    await choose("Why", "Cable of the next chair");
    expect((await axe.run(container)).violations).toEqual([]);
    await press("Correct");
    expect(sent).toMatchObject([
      {
        type: "correct_association",
        device: "pump-1",
        from: pump.from,
        to: pump.to,
        fromSession: "session-a1",
        toSession: "session-b2",
        reason: "Cable of the next chair",
      },
    ]);
    expect(asked.at(-1)).toContain(encodeURIComponent(pump.from));
  });

  it("is not sent where it cannot be, and says what would work", async () => {
    preview = {
      ...preview,
      refusedCode: "device-kind-taken",
      refusedReason: "pump-2 was attached at chair B2; correct that one first.",
    };
    await show(<CorrectionForm session="session-a2" of={pump} done={() => undefined} />);
    await choose("Belongs to", "session-b2");
    await choose("Why", "Because");
    await screen.findByText(/correct that one first\./);
    expect(screen.getByRole("button", { name: "Correct" })).toHaveProperty("disabled", true);
  });

  it("keeps what was typed when it is refused, and asks anew for another time", async () => {
    refuse = true;
    await show(<CorrectionForm session="session-a3" of={pump} done={() => undefined} />);
    await choose("Belongs to", "nobody");
    await choose("From", "2026-11-23T15:12:00");
    await choose("Why", "Nobody's at all");
    await press("Correct");
    expect((screen.getByLabelText("Why") as HTMLTextAreaElement).value).toBe("Nobody's at all");
    expect(screen.getByText("Not corrected. What was typed is still here.")).toBeTruthy();
    expect(sent[0]).toMatchObject({ toSession: null });
    expect(sent[0]?.from).not.toBe(pump.from);
  });

  it("is told with what it came to, and what sounded and did not", async () => {
    associations = {
      devices: [pump],
      corrections: [
        {
          id: "c1",
          device: "pump-1",
          from: at,
          to: null,
          fromSession: "session-a1",
          fromChair: "A1",
          toSession: "session-b2",
          toChair: "B2",
          by: "okafor",
          at,
          reason: "Cable of the next chair",
          done: true,
          readings: 4,
          givenBeforeMl: 3,
          givenMl: null,
        },
      ],
      findings: [{ alarm: "f1", headline: "SpO2 80 %, limit 90 %", priority: "high", onsetAt: at, endedAt: later(30) }],
      ofAnotherPatient: ["SpO2 79 %, limit 90 %"],
    };
    const store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot() });
    const { container } = render(
      <LiveStage store={store}>
        <Routes>
          <Route path="*" element={<Chosen />} />
          <Route path="/corrections/:session" element={<CorrectionsPage />} />
        </Routes>
      </LiveStage>,
    );
    await act(async () => undefined);
    await press("go");
    expect((await screen.findByText(/pump-1 from .* on: of chair B2, not of chair A1/)).textContent).toContain(
      "4 readings moved. Given here: 3.00 mL before, nothing known now.",
    );
    expect(within(screen.getByRole("region", { name: /Would have sounded/ })).getByText(/SpO2 80 %/)).toBeTruthy();
    expect(
      within(screen.getByRole("region", { name: /because of another patient/ })).getByText(/SpO2 79 %/),
    ).toBeTruthy();
    expect((await axe.run(container)).violations).toEqual([]);
    await press("It was not this patient's");
    expect(screen.getByRole("form", { name: "Correct pump-1" })).toBeTruthy();
  });
});

function Chosen() {
  const navigate = useNavigate();
  return (
    <button type="button" onClick={() => void navigate("/corrections/session-a1")}>
      go
    </button>
  );
}
