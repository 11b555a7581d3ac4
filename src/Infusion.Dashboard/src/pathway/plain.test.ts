import { describe, expect, it } from "vitest";
import { calendar, entry, infusion, plan, therapy, when } from "../testing/pathway";
import { courseOf, rowsOf as courseRows, placeOf, type ScoreSeries, ticksOf } from "./axis/course";
import { hoursOf, rowsOf } from "./calendar/rows";
import { addDays, daysBetween, dayWords, lengthMinutes, mondayOf, shifted, whenWords } from "./days";
import { nearestIn } from "./nearest";
import { marksOf, therapyAnswer } from "./plan/series";

const now = Date.parse("2026-11-23T20:10:00Z");

describe("days of the clinic", () => {
  it("are counted on the calendar, over a change of the clocks too", () => {
    expect(addDays("2026-10-31", 1)).toBe("2026-11-01");
    expect(addDays("2026-11-01", 1)).toBe("2026-11-02");
    expect(daysBetween("2026-10-31", "2026-11-02")).toBe(2);
    expect(daysBetween("2026-11-02", "2026-10-31")).toBe(-2);
  });

  it("begin the week on Monday", () => {
    expect(["2026-11-23", "2026-11-25", "2026-11-29"].map(mondayOf)).toEqual([
      "2026-11-23",
      "2026-11-23",
      "2026-11-23",
    ]);
  });

  it("are written as the server's sentences write them", () => {
    expect(dayWords("2026-12-01")).toBe("Tue 1 Dec 2026");
    expect(whenWords(when("2026-12-01"))).toBe("Tue 1 Dec 2026 09:00 to 11:00");
  });

  it("move by minutes over midnight, and by whole days", () => {
    expect(shifted("2026-11-30", "23:50", 15)).toEqual({ day: "2026-12-01", time: "00:05" });
    expect(shifted("2026-12-01", "00:05", -15)).toEqual({ day: "2026-11-30", time: "23:50" });
    expect(shifted("2026-12-01", "09:00", 1440)).toEqual({ day: "2026-12-02", time: "09:00" });
  });

  it("an appointment over the hour that comes twice is as long as it takes", () => {
    const over = {
      ...when("2026-11-01", "00:30", "02:30"),
      at: "2026-11-01T04:30:00Z",
      endsAt: "2026-11-01T07:30:00Z",
    };
    expect(lengthMinutes(over)).toBe(180);
  });
});

describe("what a refusal offers", () => {
  it.each([
    [
      "Chair A1 is taken by another patient's infusion Tue 1 Dec 2026 09:00 to 11:00. The nearest time that works is Tue 1 Dec 2026 11:00.",
      { day: "2026-12-01", time: "11:00" },
    ],
    [
      "Talk therapy is not on the same day as an infusion. From Wed 9 Sep 2026 00:00 on it may begin. The nearest time that works is Wed 9 Sep 2026 08:00.",
      { day: "2026-09-09", time: "08:00" },
    ],
    ["No time within two weeks works; look at the calendar.", null],
    ["Name the therapist.", null],
  ])("%s", (sentence, slot) => expect(nearestIn(sentence)).toEqual(slot));
});

describe("the series at a glance", () => {
  it("marks what is given, next, planned and still to plan, with the days between and the talk therapy beside", () => {
    expect(marksOf(plan(), now).map((mark) => [mark.state, mark.daysSince, mark.isOffSpacing, mark.beside])).toEqual([
      ["given", null, false, "attended"],
      ["given", 3, false, "declined"],
      ["next", 5, true, "planned"],
      ["planned", 5, true, "none"],
      ["open", null, false, "none"],
      ["open", null, false, "none"],
    ]);
  });

  it("says of one that has not begun in its hour that it has not, and the next is another", () => {
    const late = plan({ infusions: [infusion(1, "2026-11-23"), infusion(2, "2026-11-26")], therapy: [] });
    expect(marksOf(late, now).map((mark) => mark.state)).toEqual(["missed", "next", "open", "open", "open", "open"]);
    const within = Date.parse("2026-11-23T14:59:00Z");
    expect(marksOf(late, within)[0]?.state).toBe("next");
  });

  it("leaves out what is cancelled, and shows a conflict before all else", () => {
    const odd = plan({
      infusions: [infusion(1, "2026-11-25"), infusion(2, "2026-11-28", { standing: "cancelled", number: null })],
      therapy: [
        therapy(1, "2026-11-26", { id: "t-old", standing: "cancelled" }),
        therapy(1, "2026-11-25", { conflict: "Talk therapy is not on the same day as an infusion." }),
      ],
    });
    const marks = marksOf(odd, now);
    expect(marks.filter((mark) => mark.infusion)).toHaveLength(1);
    expect(marks[0]?.beside).toBe("conflict");
  });

  it("takes an infusion's own answer before the general one", () => {
    expect(therapyAnswer(plan(), "i-2")?.answer).toBe("declined");
    expect(therapyAnswer(plan(), "i-3")?.answer).toBe("accepted");
    expect(therapyAnswer(plan({ offers: [] }), "i-3")).toBeUndefined();
  });
});

describe("the one axis", () => {
  const phq: ScoreSeries = {
    instrument: { name: "PHQ-9", highest: 27, remissionAtMost: 4 },
    assessments: [
      score("a", "2026-11-16", 19, "moderately severe"),
      score("b", "2026-11-23", 8, "mild", { isResponse: true }),
      score("c", "2026-11-20", null, null),
      {
        ...score("d", "2026-11-21", 25, "severe"),
        withdrawn: { at: "2026-11-21T10:00:00Z", by: "hale", reason: null },
      },
    ],
  };
  function score(id: string, on: string, total: number | null, band: string | null, part = {}) {
    return { id, on, score: { total, band }, isResponse: null, isRemission: null, withdrawn: null, ...part };
  }
  const course = courseOf(plan(), new Map([["s-1", 35]]), [phq], "2026-11-16", "2026-11-23");

  it("holds everything, with air at its ends", () => {
    expect([course.from, course.to]).toEqual(["2026-11-14", "2026-12-02"]);
    expect(placeOf(course, "2026-11-14")).toBe(0);
    expect(placeOf(course, "2026-11-23")).toBe(50);
    expect(ticksOf(course).length).toBeLessThanOrEqual(8);
  });

  it("knows a dose, one that was not read, and one that the chart does not know; none is a zero", () => {
    const [first, second, third] = course.doses;
    expect([first?.mg, first?.why]).toEqual([35, ""]);
    expect([second?.mg, second?.why]).toEqual([null, "not read"]);
    expect([third?.mg, third?.why]).toEqual([null, ""]);
    const unknown = courseOf(plan(), new Map([["s-1", null]]), [], "2026-11-16", "2026-11-23");
    expect(unknown.doses[0]).toMatchObject({ mg: null, why: "not known" });
  });

  it("draws no withdrawn score and none without a total", () => {
    expect(course.lanes[0]?.points.map((point) => point.total)).toEqual([19, 8]);
  });

  it("is read as a table by day", () => {
    expect(courseRows(course).map((row) => `${row.day} ${row.what}: ${row.value}`)).toEqual([
      "2026-11-16 PHQ-9: 19 of 27, moderately severe",
      "2026-11-17 Infusion 1: 35 mg given",
      "2026-11-18 Talk therapy: attended",
      "2026-11-20 Infusion 2: given, dose not read",
      "2026-11-23 PHQ-9: 8 of 27, mild, response",
      "2026-11-25 Infusion 3: planned",
      "2026-11-26 Talk therapy: planned",
      "2026-11-30 Infusion 4: planned",
    ]);
  });
});

describe("the calendar's rows", () => {
  it("are every chair, every therapist, or the patients who have something", () => {
    const names = (by: "chair" | "therapist" | "patient") =>
      rowsOf(calendar(), by).map((row) => `${row.name}: ${row.entries.length}`);
    expect(names("chair")).toEqual(["A1: 1", "A2: 0"]);
    expect(names("therapist")).toEqual(["A. Moreau, LCSW: 1"]);
    expect(names("patient")).toEqual(["Example, Erika: 2"]);
  });

  it("keep an appointment at a chair that is gone", () => {
    const gone = calendar({ entries: [entry({ chair: "Z9" })] });
    expect(rowsOf(gone, "chair").map((row) => row.name)).toEqual(["A1", "A2", "Z9, gone"]);
  });

  it("draw the opening hours and what lies outside of them", () => {
    const early = calendar({ entries: [entry({ when: when("2026-11-25", "07:15", "09:15") })] });
    expect(hoursOf(early, "2026-11-25")).toEqual({ from: 7 * 60, to: 18 * 60 });
    const late = calendar({
      entries: [entry({ when: { ...when("2026-11-25", "22:30", "00:30"), endsAt: "2026-11-26T00:30:00-05:00" } })],
    });
    expect(hoursOf(late, "2026-11-25").to).toBe(24 * 60);
  });
});
