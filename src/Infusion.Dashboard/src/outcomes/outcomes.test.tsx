import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { type ReactNode, useEffect } from "react";
import { Route, Routes, useNavigate } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveStore } from "../live/store";
import { at, later, session, snapshot } from "../testing/fixtures";
import { LiveStage } from "../testing/LiveStage";
import type { Assessment, Instrument, Outcomes, SafetyTask, Score, Series, Tablet } from "./contract";
import EntryPage from "./EntryPage";
import OutcomesPage from "./OutcomesPage";
import { SafetyBand } from "./SafetyMark";
import SafetyTasksPage from "./SafetyTasksPage";
import { drawingOf } from "./seriesPlot";
import TabletPage from "./TabletPage";
import { changeText, courseText } from "./words";

// A plot needs a canvas, which is not here.
vi.mock("../chair/Drawn", () => ({ Drawn: () => <div data-testid="plot" /> }));

const instrument: Instrument = {
  instrument: "phq9",
  name: "PHQ-9",
  about: "Depression",
  question: "Over the last 2 weeks, how often",
  items: ["Little interest", "Thoughts of being better off dead"].map((label) => ({
    label,
    highest: 3,
    answers: ["Not at all", "Several days", "More than half the days", "Nearly every day"],
    lowestMeans: null,
    highestMeans: null,
  })),
  totalLabel: "Total",
  highest: 27,
  bands: [
    { from: 0, label: "minimal" },
    { from: 5, label: "mild" },
  ],
  validity: "The sum of all.",
  licence: "Free.",
  isWordingShipped: true,
  daysApart: 7,
  daysOnSchedule: 7,
  responsePercent: 50,
  responsePoints: null,
  remissionAtMost: 4,
};

const bpi: Instrument = {
  ...instrument,
  instrument: "bpi",
  name: "BPI",
  about: "Pain",
  items: [{ label: "Pain: worst", highest: 10, answers: [], lowestMeans: null, highestMeans: null }],
  licence: "Copyright of its author.",
  isWordingShipped: false,
};

const score = (part: Partial<Score> = {}): Score => ({
  total: 12,
  band: "moderate",
  missing: 0,
  parts: [],
  finding: null,
  safety: null,
  ...part,
});

const assessment = (part: Partial<Assessment> = {}): Assessment => ({
  id: "a1",
  on: "2026-11-02",
  at,
  by: "okafor",
  isByTablet: false,
  isOffSchedule: false,
  items: [1, 0],
  score: score(),
  isBaseline: false,
  change: null,
  changePercent: null,
  isResponse: null,
  isRemission: null,
  withdrawn: null,
  ...part,
});

const series: Series = {
  instrument,
  assessments: [
    assessment({ isBaseline: true, score: score({ total: 20, band: "severe" }) }),
    assessment({ id: "a2", on: "2026-11-09", change: -11, changePercent: -55, isResponse: true, isRemission: false }),
    assessment({ id: "a3", on: "2026-11-16", isByTablet: true, score: score({ total: null, band: null, missing: 1 }) }),
    assessment({ id: "a4", on: "2026-11-17", withdrawn: { at, by: "okafor", reason: "Of another patient" } }),
  ],
  nextFrom: "2026-11-23",
};

const task: SafetyTask = {
  assessment: "a2",
  patient: "p1",
  patientName: "Marlow, Jonas",
  mrn: "208-4417",
  instrument: "phq9",
  reason: "thoughts_of_self_harm",
  words: "PHQ-9: item 9 is above 0",
  openedAt: at,
  session: "s1",
  chair: "A1",
  answeredAt: null,
  answeredBy: null,
  answer: null,
};

const outcomes: Outcomes = {
  patient: "p1",
  name: "Marlow, Jonas",
  today: "2026-11-23",
  infusionDays: ["2026-11-04"],
  series: [series, { instrument: bpi, assessments: [], nextFrom: "2026-11-23" }],
  safetyTasks: [],
};

const tablet: Tablet = {
  state: "open",
  sentence: null,
  initials: "J.M.",
  expiresAt: later(1800),
  words: { greeting: "Welcome", introduction: "In your own time.", thanks: "Thanks", help: "Ask us.", urgent: "Now" },
  instruments: [instrument],
};

const sent: { path: string; body: Record<string, unknown> }[] = [];
const asked: string[] = [];
let answers: Record<string, () => Response>;

beforeEach(() => {
  sent.length = 0;
  asked.length = 0;
  answers = {
    "/patients/p1/outcomes": () => Response.json(outcomes),
    "/assessments/score": () => Response.json(score({ total: 3, band: "minimal", safety: "thoughts_of_self_harm" })),
    "/patients/p1/assessments": () => new Response(null, { status: 204 }),
    "/safety-tasks": () => Response.json([task]),
    "/safety-tasks/a2/answer": () => new Response(null, { status: 204 }),
    "/patients/p1/tablet-links": () => Response.json({ path: "/tablet/harbor/secret", expiresAt: later(1800) }),
    "/api/tablet/harbor/secret": () => Response.json(tablet),
  };
  vi.stubGlobal("fetch", async (path: string, request?: RequestInit) => {
    if (request?.method === "POST") sent.push({ path, body: JSON.parse(String(request.body)) });
    asked.push(path);
    const found = Object.keys(answers).find((end) => path.split("?")[0]?.endsWith(end));
    return found ? (answers[found]?.() as Response) : Response.json([]);
  });
});
afterEach(() => vi.unstubAllGlobals());

/** Goes to a path of the stage's own router. */
function At({ path, children }: { path: string; children: ReactNode }) {
  const navigate = useNavigate();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; where the page goes from there is its own
  useEffect(() => void navigate(path), []);
  return <Routes>{children}</Routes>;
}

function show(path: string, routes: ReactNode, roles?: string[]) {
  const store = new LiveStore(undefined, (run) => run());
  store.dispatch({ kind: "snapshot", snapshot: snapshot() });
  return render(
    <LiveStage store={store} {...(roles ? { roles } : {})}>
      <At path={path}>
        <Route path="/" element={null} />
        {routes}
      </At>
    </LiveStage>,
  );
}

const click = (name: string | RegExp) => act(async () => fireEvent.click(screen.getByRole("button", { name })));

async function accessible() {
  const found = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(found.violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
}

describe("the scores of a patient", () => {
  const page = <Route path="/patients/:patient/outcomes" element={<OutcomesPage />} />;

  it("stand in a table beside the line, newest first, with band, change and course", async () => {
    show("/patients/p1/outcomes", page);
    await screen.findByText("Infusions: 04 Nov 2026.", { exact: false });
    const rows = within(screen.getByRole("region", { name: /PHQ-9/ })).getAllByRole("row");
    expect(rows.map((row) => row.textContent?.slice(0, 11))).toEqual([
      "DayTotal, o",
      "17 Nov 2026",
      "16 Nov 2026",
      "09 Nov 2026",
      "02 Nov 2026",
    ]);
    expect(rows[1]?.textContent).toContain("withdrawn: Of another patient");
    expect(rows[2]?.textContent).toContain("no total1 not answered");
    expect(rows[2]?.textContent).toContain("patient, on a tablet");
    expect(rows[3]?.textContent).toContain("−11 (−55 %)response");
    expect(rows[4]?.textContent).toContain("baseline");
    expect(screen.getByTestId("plot")).toBeTruthy();
    expect(screen.queryByRole("region", { name: /BPI/ })).toBeNull();
    await accessible();
  });

  it("draws what is valid and stands, and nothing else", () => {
    const drawing = drawingOf(series, outcomes.infusionDays);
    expect(drawing?.columns[1]).toEqual([20, 12]);
    expect(drawing?.infusions).toEqual([Date.parse("2026-11-04T12:00:00Z") / 1000]);
    expect(drawingOf({ ...series, assessments: [] }, [])).toBeNull();
  });

  it("takes another day for the baseline, of a second series", async () => {
    show("/patients/p1/outcomes", page);
    fireEvent.change(await screen.findByLabelText("Baseline up to"), { target: { value: "2026-11-10" } });
    await waitFor(() => expect(asked.at(-1)).toContain("/patients/p1/outcomes?since=2026-11-10"));
    expect(screen.getByText(/up to 10 Nov 2026/)).toBeTruthy();
  });

  it("says nothing where no rule is agreed on", () => {
    expect(changeText(assessment())).toBe("–");
    expect(changeText(assessment({ change: 3 }))).toBe("+3");
    expect(courseText(assessment())).toBe("–");
    expect(courseText(assessment({ isResponse: false, isRemission: false }))).toBe("no response yet");
    expect(courseText(assessment({ isResponse: true, isRemission: true }))).toBe("response, remission");
    expect(courseText(assessment({ isResponse: false, isRemission: true }))).toBe("remission");
  });

  it("makes a one-time link for what may be filled in by the patient, and shows it once", async () => {
    show("/patients/p1/outcomes", page);
    await screen.findByText("Let the patient answer on a tablet");
    expect(screen.queryByRole("checkbox", { name: /BPI/ })).toBeNull();
    fireEvent.click(screen.getByRole("checkbox", { name: /PHQ-9/ }));
    await click("Make a one-time link");
    expect(sent.at(-1)?.body).toMatchObject({ instruments: ["phq9"], minutes: 30 });
    expect((screen.getByLabelText("Address") as HTMLInputElement).value).toContain("/tablet/harbor/secret");
  });
});

describe("entering scores", () => {
  const page = (
    <>
      <Route path="/patients/:patient/outcomes/enter" element={<EntryPage />} />
      <Route path="/patients/:patient/outcomes" element={<p>The scores</p>} />
    </>
  );
  const open = async () => {
    show("/patients/p1/outcomes/enter?instrument=phq9", page);
    await screen.findByText("Little interest");
  };
  const choose = (item: string, answer: string) =>
    fireEvent.click(within(screen.getByRole("group", { name: item })).getByRole("radio", { name: answer }));

  it("chooses nothing beforehand and shows the score when all is answered, with what it opens", async () => {
    await open();
    expect(screen.getAllByRole("radio").filter((radio) => (radio as HTMLInputElement).checked)).toEqual([]);
    expect((screen.getByRole("button", { name: "Enter with 2 not answered" }) as HTMLButtonElement).disabled).toBe(
      true,
    );
    answers["/assessments/score"] = () => Response.json(score({ total: null, band: null, missing: 1 }));
    choose("Little interest", "More than half the days");
    await screen.findByText("1 still to be answered.");
    answers["/assessments/score"] = () =>
      Response.json(score({ total: 3, band: "minimal", safety: "thoughts_of_self_harm" }));
    choose("Thoughts of being better off dead", "Several days");
    await screen.findByText(/Thoughts of death or self-harm: a safety task opens/);
    expect(screen.getByText("3").parentElement?.textContent).toBe("Total: 3 of 27, minimal");
    await accessible();
    await click("Enter");
    expect(sent.at(-1)?.body).toMatchObject({ instrument: "phq9", items: [2, 1], on: "2026-11-23" });
    await screen.findByText("The scores");
  });

  it("keeps what was answered when it is refused, and says why", async () => {
    await open();
    answers["/patients/p1/assessments"] = () =>
      Response.json({ code: "assessment-early", detail: "From 2026-11-30 on it works." }, { status: 409 });
    choose("Little interest", "Several days");
    choose("Thoughts of being better off dead", "Not at all");
    await click("Enter");
    expect((await screen.findByRole("alert")).textContent).toBe("Not entered: From 2026-11-30 on it works.");
    expect(
      (
        within(screen.getByRole("group", { name: "Little interest" })).getByRole("radio", {
          name: "Several days",
        }) as HTMLInputElement
      ).checked,
    ).toBe(true);
    const first = sent.filter(({ path }) => path.endsWith("/assessments")).at(-1)?.body.commandId;
    await click("Enter");
    expect(sent.filter(({ path }) => path.endsWith("/assessments")).at(-1)?.body.commandId).not.toBe(first);
  });

  it("takes an answer back", async () => {
    await open();
    choose("Little interest", "Several days");
    await click("Clear: Little interest");
    expect(screen.getAllByRole("radio").filter((radio) => (radio as HTMLInputElement).checked)).toEqual([]);
  });

  it("asks for the instrument's own paper where its wording is not shipped", async () => {
    show("/patients/p1/outcomes/enter?instrument=bpi", page);
    expect(await screen.findByText("Copyright of its author.")).toBeTruthy();
    expect(screen.getAllByRole("radio").length).toBe(11);
  });
});

describe("safety tasks", () => {
  const page = <Route path="/safety-tasks" element={<SafetyTasksPage />} />;

  it("are answered by a physician with what was done", async () => {
    show("/safety-tasks", page, ["physician"]);
    await screen.findByText(/PHQ-9: item 9 is above 0/);
    const answer = screen.getByRole("button", { name: "Answer the safety task" }) as HTMLButtonElement;
    expect(answer.disabled).toBe(true);
    fireEvent.change(screen.getByLabelText("What was done"), { target: { value: "Spoke with him" } });
    await click("Answer the safety task");
    expect(sent.at(-1)?.body).toMatchObject({ text: "Spoke with him" });
    await accessible();
  });

  it("tell everybody else to call one", async () => {
    show("/safety-tasks", page, ["nurse"]);
    await screen.findByText("A physician answers it: call one.");
    expect(screen.queryByRole("button", { name: "Answer the safety task" })).toBeNull();
  });

  it("are never read as none while they are not known", async () => {
    answers["/safety-tasks"] = () => Response.json({ detail: "No." }, { status: 500 });
    show("/safety-tasks", page);
    expect((await screen.findByRole("alert")).textContent).toContain("could not be read");
    expect(screen.queryByText("No safety task is open.")).toBeNull();
  });

  it("stand at the chair while they are open", () => {
    const open = {
      assessment: "a2",
      words: "PHQ-9: item 9 is above 0",
      openedAt: at,
      answeredAt: null,
      answeredBy: null,
    };
    const of = (tasks: (typeof open)[]) => session({ after: { ...session().after, safetyTasks: tasks } });
    const shown = show("/chair", <Route path="/chair" element={<SafetyBand session={of([open])} />} />);
    expect(screen.getByText("PHQ-9: item 9 is above 0")).toBeTruthy();
    shown.unmount();
    show("/chair", <Route path="/chair" element={<SafetyBand session={of([])} />} />);
    expect(screen.queryByText(/Safety task/)).toBeNull();
  });
});

describe("the tablet", () => {
  const page = <Route path="/tablet/:clinic/:token" element={<TabletPage />} />;

  it("asks one question at a time, lets one be left out, and hands in once", async () => {
    show("/tablet/harbor/secret", page);
    await screen.findByRole("heading", { name: "Welcome" });
    expect(screen.getByText("For J.M.")).toBeTruthy();
    expect(document.body.textContent).not.toContain("Marlow");
    await accessible();
    await click("Begin");
    expect(screen.getByRole("heading", { name: "Question 1 of 2" })).toBe(document.activeElement);
    expect(screen.queryByText("Thoughts of being better off dead")).toBeNull();
    fireEvent.click(screen.getByRole("radio", { name: "Several days" }));
    await click("Next");
    await click("Leave out");
    expect(screen.getByText(/You have left out one question/)).toBeTruthy();
    await click("Back");
    await click("Back");
    expect((screen.getByRole("radio", { name: "Several days" }) as HTMLInputElement).checked).toBe(true);
    await click("Next");
    await click("Leave out");
    answers["/api/tablet/harbor/secret"] = () => Response.json({ sentence: "Thank you." });
    await click("Hand in my answers");
    expect(sent.at(-1)?.body).toMatchObject({ answers: [{ instrument: "phq9", items: [1, null] }] });
    await screen.findByText("Thank you.");
    expect(localStorage.length + sessionStorage.length).toBe(0);
  });

  it("keeps the answers and the command when it could not be handed in", async () => {
    show("/tablet/harbor/secret", page);
    await screen.findByRole("heading", { name: "Welcome" });
    await click("Begin");
    fireEvent.click(screen.getByRole("radio", { name: "Several days" }));
    await click("Next");
    await click("Leave out");
    answers["/api/tablet/harbor/secret"] = () => new Response(null, { status: 503 });
    await click("Hand in my answers");
    expect((await screen.findByRole("alert")).textContent).toContain("Your answers are still here");
    await click("Hand in my answers");
    expect(new Set(sent.map(({ body }) => body.commandId)).size).toBe(1);
  });

  it("says what to do with a link that was used or is late", async () => {
    answers["/api/tablet/harbor/secret"] = () =>
      Response.json({
        ...tablet,
        state: "late",
        sentence: "The time is over. Please ask at the desk.",
        initials: null,
        instruments: [],
      });
    show("/tablet/harbor/secret", page);
    await waitFor(() => expect(screen.getByText("The time is over. Please ask at the desk.")).toBeTruthy());
    expect(screen.queryByRole("button")).toBeNull();
  });
});
