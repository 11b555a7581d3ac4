import type {
  InfusionKind,
  InfusionStanding,
  Offer,
  OfferAnswer,
  PlanEnd,
  PlanPatient,
  PlanStanding,
  ReviewOutcome,
  TherapyStanding,
} from "./contract";

export const standingWords: Record<PlanStanding, string> = {
  unknown: "Not known",
  under_way: "Under way",
  overdue: "Overdue",
  due: "Due today",
  planned: "Planned",
  without_appointment: "No next appointment",
  series_given: "Series given",
};

export const infusionWords: Record<InfusionStanding, string> = {
  planned: "Planned",
  under_way: "Under way",
  given: "Given",
  cancelled: "Cancelled",
};

export const kindWords: Record<InfusionKind, string> = {
  series: "Infusion",
  booster: "Booster",
  unplanned: "Infusion outside the plan",
};

export const therapyWords: Record<TherapyStanding, string> = {
  planned: "Planned",
  attended: "Attended",
  not_attended: "Did not come",
  cancelled: "Cancelled",
};

export const offerWords: Record<Offer, string> = {
  talk_therapy: "Talk therapy",
  mental_health_assessment: "Assessment of mental health",
  pain_assessment: "Assessment of pain",
};

export const answerWords: Record<OfferAnswer, string> = {
  offered: "Offered, no answer yet",
  accepted: "Accepted",
  declined: "Declined",
  referred: "Referred elsewhere",
};

export const reviewWords: Record<ReviewOutcome, string> = {
  continue: "Go on as planned",
  change: "Change the plan",
  stop: "Stop",
};

export const endWords: Record<PlanEnd, string> = {
  completed: "Completed",
  no_response: "No response",
  patients_wish: "The patient's wish",
  medical: "A medical reason",
  moved: "Moved to another clinic",
  other: "Other",
};

export const nameOf = (patient: PlanPatient): string => patient.name ?? "Name no longer kept";
