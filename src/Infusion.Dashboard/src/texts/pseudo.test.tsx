import { act, render } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BoardPage } from "../board/BoardPage";
import ChairPage from "../chair/ChairPage";
import ChartPage from "../charts/page/ChartPage";
import { LiveStore } from "../live/store";
import { alarm, at, chair, later, session, snapshot, value } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import { language } from ".";

// Every text of the catalogue, spelt otherwise: what still reads as English is in none.
vi.mock("./catalogue", async () => {
  const { messages } = await import("./pseudo.po");
  return { catalogue: { locale: "en", formats: "en-GB", zones: "en-US", messages } };
});

const nibp = { systolic: 172, diastolic: 98, mean: 123, quality: "valid" as const, at, receivedAt: at };
const view = chair("A1", {
  session: session({
    due: [{ what: "sedation", dueAt: later(60), overdueAt: null }],
    care: {
      ...session().care,
      adverseEvents: [{ id: "e-1", code: "nausea", grade: 2, onset: at, outcome: null }],
      setting: ["music"],
    },
  } as Partial<ReturnType<typeof session>>),
  vitals: { hr: value({ value: 104 }), spo2: value({ value: 86 }), rr: value({ value: 12 }) },
  nibp: { ...nibp, staleAfterSeconds: 900, systolicLow: 90, systolicHigh: 160 },
  alarms: [alarm()],
});

const chart = {
  format: 1,
  identity: {
    session: "session-a1",
    patientId: "patient-1",
    patient: "Beispiel, Erika",
    birthDate: "1980-01-02",
    mrn: "MRN-1001",
    clinic: "Harbor Street Clinic",
    chair: "A1",
    day: "2026-11-23",
    timeZone: "America/New_York",
    isSimulated: true,
  },
  status: { isComplete: false, asOf: at, text: "As of 15:10." },
  graph: { width: 535, height: 480, alternative: "Drawn.", paths: [], texts: [], legend: [] },
  sections: [{ key: "order", title: "Order against delivered", facts: [], tables: [], notes: [] }],
};

/** Of the server, of the clinic or of a person. */
const notTexts = [
  ...["Harbor Street Clinic", "R. Okafor, RN", "America/New_York", "Beispiel, Erika", "MRN-1001"],
  ...["SpO2 86 %, limit 90 %", "Open the airway, check the probe.", "Mood 0.5 mg/kg over 40 min", "ketamine"],
  ...["As of 15:10.", "Order against delivered", "Drawn.", "limit 90 %", "SR-001", "mon-1", "session-a1"],
];
/** Units, and what monitors and scales call themselves everywhere. */
const units =
  /(?<!\p{L})(?:mg|kg|mL|ng|min|mmHg|hh|mm|HR|RR|NIBP|SpO2?|EtCO2?|MOAA\/S|RASS|POSS|CADSS-6|MRN|PDF)(?!\p{L})/gu;
/** By the locale of days, times and zones. */
const ofLocale = /(?<![\p{L}])(?:Mon|Nov|EST|UTC)(?![\p{L}])/gu;

/** What is read or read out, piece by piece. */
function saidBy(root: Element): string[] {
  const said: string[] = [];
  for (const element of root.querySelectorAll("*")) {
    for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description"]) {
      const text = element.getAttribute(name);
      if (text) said.push(text);
    }
    if (element.tagName === "STYLE" || element.tagName === "SCRIPT") continue;
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) said.push(node.textContent ?? "");
  }
  return said;
}

const bare = (text: string): string =>
  notTexts
    .reduce((rest, each) => rest.replaceAll(each, ""), text)
    .replace(units, "")
    .replace(ofLocale, "");

const english = (root: Element): string[] => [
  ...new Set(saidBy(root).filter((text) => /[A-Za-z]{2}/.test(bare(text)))),
];

const pages = [
  { path: "/", at: "/", page: <BoardPage />, has: /Ćĥàĩŕ/ },
  { path: "/chairs/:chair", at: "/chairs/A1", page: <ChairPage />, has: /Àďvēŕśē ēvēńţś/ },
  { path: "/sessions/:session/chart", at: "/sessions/session-a1/chart", page: <ChartPage />, has: /Śĩĝń/ },
];

describe("with every text of the catalogue spelt otherwise", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date(at), shouldAdvanceTime: true });
    vi.stubGlobal("fetch", async (path: string) =>
      path.endsWith("/chart") ? Response.json(chart) : new Promise(() => undefined),
    );
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it.each(pages)("$at says nothing in English", async ({ path, at: address, page, has }) => {
    const store = new LiveStore(undefined, (run) => run());
    store.dispatch({ kind: "snapshot", snapshot: snapshot({ chairs: [view, chair("A2", { session: null })] }) });
    const { container } = render(
      <LiveStage store={store} at={address}>
        <Routes>
          <Route path={path} element={page} />
        </Routes>
      </LiveStage>,
    );
    await act(async () => vi.advanceTimersByTimeAsync(50));
    expect(container.textContent).toMatch(has);
    expect(english(container)).toEqual([]);
  });

  it("finds a text that is in no catalogue", () => {
    const { container } = render(<p title="Chair 12 mg">ĺĩķē ţĥĩś, 12 mg, Harbor Street Clinic</p>);
    expect(english(container)).toEqual(["Chair 12 mg"]);
  });

  it("says the language of the document", () => {
    expect(document.documentElement.lang).toBe(language.locale);
  });
});
