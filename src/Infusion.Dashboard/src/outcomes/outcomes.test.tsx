import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { Route } from "react-router";
import { describe, expect, it, vi } from "vitest";
import { at, session } from "../testing/fixtures";
import EntryPage from "./EntryPage";
import OutcomesPage from "./OutcomesPage";
import { SafetyBand } from "./SafetyMark";
import SafetyTasksPage from "./SafetyTasksPage";
import { drawingOf } from "./seriesPlot";
import {
  accessible,
  answers,
  asked,
  assessment,
  click,
  outcomes,
  score,
  sent,
  series,
  show,
  withServer,
} from "./testStage";
import { changeText, courseText } from "./words";

// A plot needs a canvas, which is not here.
vi.mock("../chair/Drawn", () => ({ Drawn: () => <div data-testid="plot" /> }));

withServer();

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
