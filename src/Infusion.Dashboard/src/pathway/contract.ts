// Plans, talk therapy and the calendar, as docs/pathway.md has them. C# side: src/Infusion.Server/Pathway/*Contract.cs.
// Days ("2026-12-01") and times ("09:00:00") are the clinic's; what ends in At is an instant in UTC.

export interface When {
  at: string;
  endsAt: string;
  day: string;
  time: string;
  endTime: string;
}

export type Indication =
  | "treatment_resistant_depression"
  | "depression"
  | "bipolar_depression"
  | "anxiety"
  | "post_traumatic_stress"
  | "obsessive_compulsive"
  | "substance_use"
  | "neuropathic_pain"
  | "nociceptive_pain";

export interface Terms {
  indication: Indication;
  icd10: string;
  protocol: string;
  /** 0 in a command: the one in use. */
  protocolVersion: number;
  infusions: number;
  minDaysBetween: number;
  maxDaysBetween: number;
  boosters: number;
  boosterEveryDays: number | null;
  reviewAfterInfusion: number | null;
  stopWithoutResponseAfterInfusion: number | null;
}

export type PlanStanding =
  | "unknown"
  | "under_way"
  | "overdue"
  | "due"
  | "planned"
  | "without_appointment"
  | "series_given";
export type InfusionKind = "series" | "booster" | "unplanned";
export type InfusionStanding = "planned" | "under_way" | "given" | "cancelled";
export type TherapyStanding = "planned" | "attended" | "not_attended" | "cancelled";
export type Offer = "talk_therapy" | "mental_health_assessment" | "pain_assessment";
export type OfferAnswer = "offered" | "accepted" | "declined" | "referred";
export type ReviewOutcome = "continue" | "change" | "stop";
export type PlanEnd = "completed" | "no_response" | "patients_wish" | "medical" | "moved" | "other";

export interface PlanPatient {
  id: string;
  /** Family name first; null: the record is no longer there. */
  name: string | null;
  birthDate: string | null;
  mrn: string | null;
}

export interface Progress {
  standing: PlanStanding;
  given: number;
  infusions: number;
  boostersGiven: number;
  boosters: number;
  next: When | null;
  nextTherapy: When | null;
  /** By which day the next infusion is intended. */
  dueBy: string | null;
  text: string;
}

export interface PlanInfusion {
  id: string;
  kind: InfusionKind;
  /** Its place in the series; null: not of the series, or cancelled. */
  number: number | null;
  standing: InfusionStanding;
  when: When;
  chair: string;
  session: string | null;
  startedAt: string | null;
  endedAt: string | null;
  moves: number;
}

export interface PlanTherapy {
  id: string;
  after: string | null;
  afterNumber: number | null;
  therapist: string;
  therapistName: string;
  standing: TherapyStanding;
  when: When;
  /** Which rule is against it now, and what would work. */
  conflict: string | null;
  /** Allowed, and not 24 to 72 h after the infusion's end. */
  advice: string | null;
  handOffSeenAt: string | null;
  themes: string | null;
  nextSteps: string | null;
  moves: number;
}

export interface OfferGiven {
  what: Offer;
  infusion: string | null;
  answer: OfferAnswer;
  at: string;
  by: string;
  askAgainOn: string | null;
  referredTo: string | null;
}

export interface Gap {
  code: string;
  text: string;
  on: string | null;
}

export interface Plan {
  id: string;
  patient: PlanPatient;
  terms: Terms;
  indicationName: string;
  isPain: boolean;
  painReported: boolean;
  openedAt: string;
  openedBy: string;
  closed: { end: PlanEnd; at: string; by: string; note: string | null } | null;
  progress: Progress;
  infusions: PlanInfusion[];
  therapy: PlanTherapy[];
  /** Oldest first, as the reviews. */
  offers: OfferGiven[];
  reviews: { outcome: ReviewOutcome; at: string; by: string; note: string | null }[];
  gaps: Gap[];
  aboutNotes: string;
}

export interface PlanResponse {
  instrument: string;
  on: string;
  total: number;
  /** Since the baseline before the plan's first infusion; negative where it falls. */
  change: number;
  /** null: no rule is agreed on; so the remission. */
  isResponse: boolean | null;
  isRemission: boolean | null;
}

export interface PlanLine {
  plan: string;
  patient: PlanPatient;
  indicationName: string;
  progress: Progress;
  gaps: Gap[];
  responses: PlanResponse[];
}

export interface Vocabulary {
  indications: { indication: Indication; name: string; isPain: boolean; codes: { code: string; text: string }[] }[];
  aboutNotes: string;
}

export interface Therapist {
  name: string;
  displayName: string;
}

export interface CalendarEntry {
  appointment: string;
  plan: string;
  patient: PlanPatient;
  kind: "infusion" | "therapy";
  standing: InfusionStanding | TherapyStanding;
  when: When;
  chair: string | null;
  therapist: string | null;
  number: number | null;
  infusions: number | null;
  session: string | null;
  conflict: string | null;
}

export interface Calendar {
  from: string;
  today: string;
  timeZone: string;
  days: { day: string; open: string | null; close: string | null }[];
  chairs: string[];
  therapists: Therapist[];
  entries: CalendarEntry[];
}

export interface TherapyTimes {
  suggestedFrom: string;
  suggestedTo: string;
  times: { when: When; isSuggested: boolean }[];
}

export interface HandOffLine {
  at: string;
  text: string;
}

export interface HandOff {
  appointment: string;
  plan: string;
  patient: PlanPatient;
  therapy: PlanTherapy;
  progress: Progress;
  infusion: {
    infusion: string;
    number: number | null;
    when: When;
    session: string | null;
    startedAt: string | null;
    endedAt: string | null;
    hasEnded: boolean;
    orderedMg: number | null;
    givenMg: number | null;
    comfort: HandOffLine[];
    events: HandOffLine[];
    said: HandOffLine[];
    /** What the session still owes. */
    openTasks: HandOffLine[];
  } | null;
  /** Opened by an assessment, and not answered yet. */
  safetyTasks: HandOffLine[];
  aboutNotes: string;
}

export type FeedKind = "chair" | "therapist";

export interface Feed {
  id: string;
  kind: FeedKind;
  of: string;
  createdAt: string;
  createdBy: string;
  revokedAt: string | null;
  /** Only in the answer that made it. */
  url?: string | null;
}

export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

export interface PathwaySettings {
  therapyHoursAfterEnd: number | null;
  infusionMinutes: number;
  therapyMinutes: number;
  hours: { day: Weekday; from: string; to: string }[];
  closedOn: string[];
}

export type PlanCommand =
  | { type: "revise_plan"; terms: Terms }
  | { type: "review_plan"; outcome: ReviewOutcome; note: string | null }
  | { type: "close_plan"; end: PlanEnd; note: string | null }
  | {
      type: "plan_infusion";
      appointment: string;
      kind: InfusionKind;
      day: string;
      time: string;
      chair: string;
      minutes: number | null;
    }
  | {
      type: "move_infusion";
      appointment: string;
      day: string;
      time: string;
      chair: string;
      minutes: number | null;
      leavesConflicts: boolean;
    }
  | { type: "cancel_infusion" | "cancel_therapy"; appointment: string; reason: string | null }
  | {
      type: "answer_offer";
      what: Offer;
      answer: OfferAnswer;
      infusion: string | null;
      askAgainOn: string | null;
      referredTo: string | null;
    }
  | { type: "report_pain" }
  | {
      type: "plan_therapy";
      appointment: string;
      after: string | null;
      therapist: string;
      day: string;
      time: string;
      minutes: number | null;
    }
  | {
      type: "move_therapy";
      appointment: string;
      therapist: string;
      day: string;
      time: string;
      minutes: number | null;
    }
  | {
      type: "record_therapy";
      appointment: string;
      attended: boolean;
      themes: string | null;
      nextSteps: string | null;
    }
  | { type: "see_hand_off"; appointment: string };
