import { t } from "@lingui/core/macro";
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
  unknown: t`Not known`,
  under_way: t`Under way`,
  overdue: t`Overdue`,
  due: t`Due today`,
  planned: t`Planned`,
  without_appointment: t`No next appointment`,
  series_given: t`Series given`,
};

export const infusionWords: Record<InfusionStanding, string> = {
  planned: t`Planned`,
  under_way: t`Under way`,
  given: t`Given`,
  cancelled: t`Cancelled`,
};

export const kindWords: Record<InfusionKind, string> = {
  series: "Infusion",
  booster: t`Booster`,
  unplanned: t`Infusion outside the plan`,
};

export const therapyWords: Record<TherapyStanding, string> = {
  planned: t`Planned`,
  attended: t`Attended`,
  not_attended: t`Did not come`,
  cancelled: t`Cancelled`,
};

export const offerWords: Record<Offer, string> = {
  talk_therapy: t`Talk therapy`,
  mental_health_assessment: t`Assessment of mental health`,
  pain_assessment: t`Assessment of pain`,
};

export const answerWords: Record<OfferAnswer, string> = {
  offered: t`Offered, no answer yet`,
  accepted: t`Accepted`,
  declined: t`Declined`,
  referred: t`Referred elsewhere`,
};

export const reviewWords: Record<ReviewOutcome, string> = {
  continue: t`Go on as planned`,
  change: t`Change the plan`,
  stop: t`Stop`,
};

export const endWords: Record<PlanEnd, string> = {
  completed: t`Completed`,
  no_response: t`No response`,
  patients_wish: t`The patient's wish`,
  medical: t`A medical reason`,
  moved: t`Moved to another clinic`,
  other: t`Other`,
};

export const nameOf = (patient: PlanPatient): string => patient.name ?? t`Name no longer kept`;
