import type {
  Calendar,
  CalendarEntry,
  HandOff,
  Plan,
  PlanInfusion,
  PlanLine,
  PlanTherapy,
  Progress,
  When,
} from "../pathway/contract";

/** New York before its clocks go back on 1 November 2026, unless said otherwise. */
export const when = (day: string, time = "09:00", endTime = "11:00", offset = "-05:00"): When => ({
  at: `${day}T${time}:00${offset}`,
  endsAt: `${day}T${endTime}:00${offset}`,
  day,
  time: `${time}:00`,
  endTime: `${endTime}:00`,
});

export const patient = { id: "p-1", name: "Example, Erika", birthDate: "1980-01-02", mrn: "MRN-1001" };

export const infusion = (number: number, day: string, part: Partial<PlanInfusion> = {}): PlanInfusion => ({
  id: `i-${number}`,
  kind: "series",
  number,
  standing: "planned",
  when: when(day),
  chair: "A1",
  session: null,
  startedAt: null,
  endedAt: null,
  moves: 0,
  ...part,
});

export const given = (number: number, day: string): PlanInfusion =>
  infusion(number, day, {
    standing: "given",
    session: `s-${number}`,
    startedAt: `${day}T14:10:00Z`,
    endedAt: `${day}T14:50:00Z`,
  });

export const therapy = (after: number, day: string, part: Partial<PlanTherapy> = {}): PlanTherapy => ({
  id: `t-${after}`,
  after: `i-${after}`,
  afterNumber: after,
  therapist: "moreau",
  therapistName: "A. Moreau, LCSW",
  standing: "planned",
  when: when(day, "10:00", "10:50"),
  conflict: null,
  advice: null,
  handOffSeenAt: null,
  themes: null,
  nextSteps: null,
  moves: 0,
  ...part,
});

export const progress = (part: Partial<Progress> = {}): Progress => ({
  standing: "planned",
  given: 2,
  infusions: 6,
  boostersGiven: 0,
  boosters: 0,
  next: when("2026-11-25"),
  nextTherapy: when("2026-11-26", "10:00", "10:50"),
  dueBy: "2026-11-26",
  text: "2 of 6, next on Wed 25 Nov 2026 09:00",
  ...part,
});

/** Two given, the third next, the fourth after it; the first talk therapy attended. Now is 23 Nov 2026, 15:10 in New York. */
export const plan = (part: Partial<Plan> = {}): Plan => ({
  id: "plan-1",
  patient,
  terms: {
    indication: "treatment_resistant_depression",
    icd10: "F33.2",
    protocol: "mood",
    protocolVersion: 1,
    infusions: 6,
    minDaysBetween: 2,
    maxDaysBetween: 4,
    boosters: 0,
    boosterEveryDays: null,
    reviewAfterInfusion: 4,
    stopWithoutResponseAfterInfusion: 6,
  },
  indicationName: "Treatment-resistant depression",
  isPain: false,
  painReported: false,
  openedAt: "2026-11-16T15:00:00Z",
  openedBy: "hale",
  closed: null,
  progress: progress(),
  infusions: [
    given(1, "2026-11-17"),
    given(2, "2026-11-20"),
    infusion(3, "2026-11-25"),
    infusion(4, "2026-11-30", { moves: 1 }),
  ],
  therapy: [
    therapy(1, "2026-11-18", { standing: "attended", themes: "Sleep", nextSteps: "Walks" }),
    therapy(3, "2026-11-26"),
  ],
  offers: [
    {
      what: "talk_therapy",
      infusion: null,
      answer: "accepted",
      at: "2026-11-16T15:05:00Z",
      by: "okafor",
      askAgainOn: null,
      referredTo: null,
    },
    {
      what: "talk_therapy",
      infusion: "i-2",
      answer: "declined",
      at: "2026-11-20T19:05:00Z",
      by: "okafor",
      askAgainOn: "2026-11-25",
      referredTo: null,
    },
  ],
  reviews: [],
  gaps: [],
  aboutNotes: "Psychotherapy notes are kept outside of this record.",
  ...part,
});

export const line = (name: string, part: Partial<PlanLine> = {}): PlanLine => ({
  plan: `plan of ${name}`,
  patient: { ...patient, id: name, name },
  indicationName: "Depression",
  progress: progress(),
  gaps: [],
  responses: [],
  ...part,
});

export const entry = (part: Partial<CalendarEntry> = {}): CalendarEntry => ({
  appointment: "i-3",
  plan: "plan-1",
  patient,
  kind: "infusion",
  standing: "planned",
  when: when("2026-11-25"),
  chair: "A1",
  therapist: null,
  number: 3,
  infusions: 6,
  session: null,
  conflict: null,
  ...part,
});

export const therapyEntry = (part: Partial<CalendarEntry> = {}): CalendarEntry =>
  entry({
    appointment: "t-3",
    kind: "therapy",
    when: when("2026-11-26", "10:00", "10:50"),
    chair: null,
    therapist: "moreau",
    ...part,
  });

export const calendar = (part: Partial<Calendar> = {}): Calendar => ({
  from: "2026-11-23",
  today: "2026-11-23",
  timeZone: "America/New_York",
  days: [23, 24, 25, 26, 27, 28, 29].map((day) => ({
    day: `2026-11-${day}`,
    open: day < 28 ? "08:00:00" : null,
    close: day < 28 ? "18:00:00" : null,
  })),
  chairs: ["A1", "A2"],
  therapists: [{ name: "moreau", displayName: "A. Moreau, LCSW" }],
  entries: [entry(), therapyEntry()],
  ...part,
});

export const handOff = (part: Partial<HandOff> = {}): HandOff => ({
  appointment: "t-3",
  plan: "plan-1",
  patient,
  therapy: therapy(3, "2026-11-26"),
  progress: progress(),
  infusion: {
    infusion: "i-3",
    number: 3,
    when: when("2026-11-25"),
    session: "s-3",
    startedAt: "2026-11-25T14:10:00Z",
    endedAt: "2026-11-25T14:50:00Z",
    hasEnded: true,
    orderedMg: 35,
    givenMg: 34.6,
    comfort: [{ at: "2026-11-25T14:30:00Z", text: "Dissociation 12 (CADSS-6)" }],
    events: [],
    said: [{ at: "2026-11-25T14:55:00Z", text: "Felt calm, thought of her sister." }],
    openTasks: [{ at: "2026-11-25T14:40:00Z", text: "No outcome is charted: Nausea, grade 1" }],
  },
  safetyTasks: [{ at: "2026-11-25T13:55:00Z", text: "PHQ-9 item 9 is positive and not answered." }],
  aboutNotes: "Psychotherapy notes are kept outside of this record.",
  ...part,
});
