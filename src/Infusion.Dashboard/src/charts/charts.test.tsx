import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import type { ReactElement } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { at, later, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import ChartsPage from "./ChartsPage";
import type { ChartList, ChartRow, Difference, SignOff } from "./contract";
import KeysPage from "./KeysPage";
import { SignOffPanel } from "./signing/SignOffPanel";
import { changeWords } from "./words";
import { inOrder, needOf, placeOf } from "./worklist";

const none = { events: 0, readings: 0, notes: 0, additions: 0 };
const missed = { code: "missed-pain-score", text: "Missed without a word: pain score", times: [at], mayBeWaived: true };
const row: ChartRow = {
  session: "s-1",
  chair: "A1",
  patient: "p-1",
  patientName: "Example, Erika",
  since: later(-3 * 86_400),
  standing: "awaits_signature",
  open: [missed],
  waived: 0,
  signatures: [],
  version: 0,
  forMe: false,
  changes: none,
};
const whole: SignOff = {
  session: "s-1",
  standing: "awaits_signature",
  digest: "aa11",
  obligations: [],
  signatures: [],
  lockedAt: null,
  lockedBy: null,
  entries: [],
  versions: [],
  forMe: null,
};
const signedTwice: SignOff = {
  ...whole,
  standing: "changed",
  signatures: [{ by: "okafor", name: "R. Okafor, MD", meaning: "approval", at, version: 1, isCurrent: false }],
  versions: [
    { version: 1, number: 7, sealedAt: at, because: "signed", key: "k", digest: "aa10", changes: none },
    {
      version: 2,
      number: 9,
      sealedAt: later(60),
      because: "changed-after-signing",
      key: "k",
      digest: "aa11",
      changes: { ...none, readings: 2 },
    },
  ],
  forMe: 2,
};
const difference: Difference = {
  events: [{ change: "added", id: "e-1", type: "telemetry_gap_closed", at, by: null, text: null }],
  readings: [{ device: "monitor-1", added: 2, changed: 0, removed: 0, from: at, to: later(5) }],
  notes: [],
  additions: [],
};

const sent: { path: string; body: Record<string, unknown> }[] = [];
let list: ChartList;
let signOff: SignOff;
let refusal: string | null;

beforeEach(() => {
  sent.length = 0;
  list = { charts: [], more: 0 };
  signOff = whole;
  refusal = null;
  vi.stubGlobal("fetch", async (path: string, request?: RequestInit) => {
    if (request?.method === "POST") {
      sent.push({ path, body: JSON.parse(String(request.body)) });
      return refusal === null
        ? Response.json({ version: 1 })
        : new Response(JSON.stringify({ title: "Refused", detail: refusal }), { status: 409 });
    }
    if (path.endsWith("/charts")) return Response.json(list);
    if (path.endsWith("/sign-off")) return Response.json(signOff);
    if (path.includes("/difference/")) return Response.json(difference);
    if (path.endsWith("/events")) return Response.json([{ id: "e-9", at, text: "Infusion stopped" }]);
    return Response.json([
      {
        fingerprint: "ab12",
        madeAt: at,
        madeBy: "infusion",
        retiredAt: null,
        revokedFrom: null,
        revokedAt: null,
        revokedBy: null,
        revokedBecause: null,
      },
    ]);
  });
});
afterEach(() => vi.unstubAllGlobals());

function show(page: ReactElement, roles = ["physician"]) {
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  return render(page, {
    wrapper: ({ children }) => (
      <LiveStage store={store} roles={roles}>
        {children}
      </LiveStage>
    ),
  });
}

const panel = async (roles?: string[]) => {
  const shown = show(<SignOffPanel session="s-1" />, roles);
  await screen.findByRole("heading", { name: "Versions" });
  return shown;
};
const press = (name: string | RegExp) => act(async () => fireEvent.click(screen.getByRole("button", { name })));
const type = (label: string | RegExp, text: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
const button = (name: string) => screen.getByRole("button", { name }) as HTMLButtonElement;

describe("the list of charts", () => {
  it("names patient, age, what is open and who signed, what changed for me first", async () => {
    list = {
      charts: [
        row,
        {
          ...row,
          session: "s-2",
          patientName: "Other, Ole",
          standing: "changed",
          forMe: true,
          version: 2,
          open: [],
          changes: { ...none, readings: 2 },
        },
      ],
      more: 3,
    };
    show(<ChartsPage />);
    const mine = within(await screen.findByRole("region", { name: "Changed since you signed (1)" }));
    expect(mine.getByRole("row", { name: /Other, Ole/ }).textContent).toContain(
      "Changed after signingversion 2: 2 readings",
    );
    const open = within(
      screen.getByRole("region", { name: "Not signed or not locked (1, and 3 more that are younger)" }),
    );
    const text = open.getByRole("row", { name: /Example, Erika/ }).textContent;
    expect(text).toContain("3 d");
    expect(text).toContain("Missed without a word: pain score");
    expect(text).toContain("nobody");
    expect(open.getByRole("link", { name: "Example, Erika" }).getAttribute("href")).toBe("/sessions/s-1/chart");
  });

  it("says that nothing waits", async () => {
    show(<ChartsPage />);
    expect(await screen.findByText("No chart waits.")).toBeTruthy();
  });
});

describe("signing", () => {
  it("needs a meaning and the password, and sends the digest that was shown", async () => {
    await panel();
    expect(button("Sign").disabled).toBe(true);
    fireEvent.click(screen.getByRole("radio", { name: /^Approval/ }));
    expect(button("Sign").disabled).toBe(true);
    type("Your password", "secret");
    await press("Sign");
    expect(sent).toEqual([
      {
        path: "/api/clinics/harbor/sessions/s-1/chart/signatures",
        body: { meaning: "approval", digest: "aa11", password: "secret" },
      },
    ]);
    expect((screen.getByLabelText("Your password") as HTMLInputElement).value).toBe("");
  });

  it("is blocked by what is open, which a physician waives with a reason", async () => {
    signOff = { ...whole, obligations: [{ ...missed, waiver: null }] };
    await panel();
    fireEvent.click(screen.getByRole("radio", { name: /^Author/ }));
    type("Your password", "secret");
    expect(button("Sign").disabled).toBe(true);
    expect(screen.getByText("1 still open. They block the signature.")).toBeTruthy();
    type("Reason", "Patient slept");
    refusal = "This is not open any more; look at the list again.";
    await press("Waive with this reason");
    expect(screen.getByText(refusal)).toBeTruthy();
    expect((screen.getByLabelText("Reason") as HTMLTextAreaElement).value).toBe("Patient slept");
    refusal = null;
    await press("Waive with this reason");
    const [first, second] = sent.map(({ body }) => body);
    expect(first).toMatchObject({ obligation: "missed-pain-score", reason: "Patient slept" });
    expect(second?.commandId).toBe(first?.commandId);
  });

  it("gives a nurse authorship only, and neither waiver nor lock", async () => {
    signOff = { ...signedTwice, obligations: [{ ...missed, waiver: null }] };
    await panel(["nurse"]);
    expect(screen.getAllByRole("radio", { name: /^(Author|Review|Approval)/ })).toHaveLength(1);
    expect(screen.getByText("A physician may waive it with a reason.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Lock" })).toBeNull();
  });

  it("says why the server refused, and keeps the meaning", async () => {
    refusal = "The chart has changed since it was shown to you; look at what changed, then sign.";
    await panel();
    fireEvent.click(screen.getByRole("radio", { name: /^Author/ }));
    type("Your password", "secret");
    await press("Sign");
    expect(screen.getByText(refusal)).toBeTruthy();
    expect((screen.getByRole("radio", { name: /^Author/ }) as HTMLInputElement).checked).toBe(true);
  });

  it("stops when the chart changes under the hands of the signer", async () => {
    await panel();
    fireEvent.click(screen.getByRole("radio", { name: /^Author/ }));
    type("Your password", "secret");
    refusal = "changed";
    signOff = { ...whole, digest: "bb22" };
    await press("Sign");
    await screen.findByText(/The chart has changed since it was shown to you/);
    type("Your password", "secret");
    expect(button("Sign").disabled).toBe(true);
    refusal = null;
    await press("I have looked at it again");
    await press("Sign");
    expect(sent.at(-1)?.body).toMatchObject({ digest: "bb22" });
  });

  it("locks as a touch of its own", async () => {
    signOff = { ...signedTwice, signatures: signedTwice.signatures.map((each) => ({ ...each, isCurrent: true })) };
    await panel();
    type("Your password", "secret");
    await press("Lock");
    expect(sent).toEqual([
      { path: "/api/clinics/harbor/sessions/s-1/chart/lock", body: { digest: "aa11", password: "secret" } },
    ]);
  });
});

describe("afterwards", () => {
  it("tells the signer what came, and shows the difference of the versions", async () => {
    signOff = signedTwice;
    await panel();
    expect(screen.getByText(/^Changed since you signed, R. Okafor, RN: 2 readings/)).toBeTruthy();
    const [summary] = screen.getAllByText("Against version 1: 2 readings");
    const details = summary?.closest("details") as HTMLDetailsElement;
    await act(async () => {
      details.open = true;
      fireEvent(details, new Event("toggle"));
    });
    await waitFor(() => expect(screen.getByText(/^added: telemetry gap closed/)).toBeTruthy());
    expect(screen.getByText(/^Readings of monitor-1: 2 added, 0 changed, 0 removed/)).toBeTruthy();
    await press("I have seen it");
    expect(sent).toEqual([{ path: "/api/clinics/harbor/sessions/s-1/chart/seen", body: { version: 2 } }]);
  });

  it("adds a correction that names what it corrects, signed with the password", async () => {
    signOff = { ...whole, standing: "locked" };
    await panel(["nurse"]);
    fireEvent.click(screen.getByLabelText("Correction"));
    await screen.findByRole("option", { name: /Infusion stopped/ });
    type("What is corrected", "e-9");
    type("Text", "The stop was at 10:40");
    type("Reason for adding it now", "Clock was wrong");
    expect(button("Add and sign").disabled).toBe(true);
    type(/^Your password/, "secret");
    await press("Add and sign");
    expect(sent[0]?.body).toMatchObject({
      kind: "correction",
      corrects: "e-9",
      text: "The stop was at 10:40",
      reason: "Clock was wrong",
      password: "secret",
      happenedAt: null,
    });
    expect((screen.getByLabelText("Text") as HTMLTextAreaElement).value).toBe("");
  });

  it("asks of a late entry when it was, in the clinic's zone", async () => {
    await panel();
    fireEvent.click(screen.getByLabelText("Late entry"));
    type("Text", "Vomited once");
    type("Reason for adding it now", "Forgotten");
    type(/^Your password, to/, "secret");
    expect(button("Add and sign").disabled).toBe(true);
    type("When it was", "2026-11-23T14:05");
    await press("Add and sign");
    expect(sent[0]?.body).toMatchObject({ kind: "late_entry", happenedAt: "2026-11-23T19:05:00.000Z" });
  });
});

describe("the keys", () => {
  it("are revoked by a manager, from a time and with a reason", async () => {
    show(<KeysPage />, ["manager"]);
    await screen.findByText("ab12");
    type("Not trusted from", "2026-11-23T14:05");
    type("Reason", "Laptop lost");
    fireEvent.change(screen.getAllByLabelText("Your password")[0] as HTMLElement, { target: { value: "secret" } });
    await press("Revoke this key");
    expect(sent).toEqual([
      {
        path: "/api/clinics/harbor/chart-keys/ab12/revoke",
        body: { from: "2026-11-23T19:05:00.000Z", reason: "Laptop lost", password: "secret" },
      },
    ]);
  });
});

it("has no violation that axe knows", async () => {
  signOff = { ...signedTwice, obligations: [{ ...missed, waiver: null }] };
  const { container } = await panel();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
  expect(changeWords(none)).toBe("nothing");
});

describe("the order of work", () => {
  const waits = (session: string, part: Partial<ChartRow>): ChartRow => ({ ...row, session, open: [], ...part });
  const blocked = { code: "session-open", text: "The session is not closed", times: [], mayBeWaived: false };
  const rows = [
    waits("blocked", { open: [blocked], since: later(-9_000) }),
    waits("open", { open: [missed], since: later(-8_000) }),
    waits("young", { since: later(-60) }),
    waits("old", { since: later(-7_000), standing: "awaits_lock" }),
    waits("mine", { forMe: true, standing: "changed", since: later(-10) }),
  ];

  it("is what changed under my signature, what can be done now, what is open, what waits for others; then by age", () => {
    expect(inOrder(rows).map((each) => each.session)).toEqual(["mine", "old", "young", "open", "blocked"]);
    expect(placeOf(rows, "old")).toMatchObject({
      at: 2,
      of: 5,
      previous: { session: "mine" },
      next: { session: "young" },
    });
    expect(placeOf(rows, "blocked").next).toBeNull();
    // Signed and locked meanwhile: the first of those that wait comes next.
    expect(placeOf(rows, "gone")).toMatchObject({ at: null, of: 5, previous: null, next: { session: "mine" } });
  });

  it.each([
    ["mine", ["physician"], "Look at what changed; sign again, or say that you have seen it"],
    ["blocked", ["physician"], "Cannot be signed yet: something has to be done first"],
    ["open", ["physician"], "1 thing is open: have it done, or waive it with a reason; then sign"],
    ["open", ["nurse"], "1 thing is open: have it done, then sign"],
    ["old", ["physician"], "Signed: lock it"],
    ["old", ["nurse"], "Signed: a physician locks it"],
    ["young", ["nurse"], "Nothing is open: read it and sign"],
  ])("says what %s needs of %s", (session, roles, words) => {
    const found = rows.find((each) => each.session === session);
    expect(found && needOf(found, roles)).toBe(words);
  });
});
