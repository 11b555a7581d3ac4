import type { Offer, OfferGiven, Plan, PlanInfusion, PlanTherapy } from "../contract";
import { daysBetween } from "../days";

/** A patient may be late; after that an appointment has passed. */
const graceMs = 3_600_000;

export type MarkState = "given" | "under_way" | "next" | "planned" | "missed" | "open";
export type BesideState = "attended" | "not_attended" | "planned" | "conflict" | "declined" | "referred" | "none";

export interface Mark {
  key: string;
  /** null: not planned yet. */
  infusion: PlanInfusion | null;
  state: MarkState;
  /** Since the infusion before it; null: it is the first, or not planned yet. */
  daysSince: number | null;
  /** Fewer or more than the plan intends. */
  isOffSpacing: boolean;
  therapy: PlanTherapy | null;
  beside: BesideState;
}

/** The newest word on an offer: for one infusion, or in general. */
export const answerOf = (plan: Plan, what: Offer, infusion: string | null = null): OfferGiven | undefined =>
  plan.offers.findLast((each) => each.what === what && each.infusion === infusion);

/** What counts after an infusion: its own answer, else the general one. */
export const therapyAnswer = (plan: Plan, infusion: string | null): OfferGiven | undefined =>
  (infusion === null ? undefined : answerOf(plan, "talk_therapy", infusion)) ?? answerOf(plan, "talk_therapy");

export const isMissed = (infusion: PlanInfusion, nowMs: number): boolean =>
  infusion.standing === "planned" && Date.parse(infusion.when.at) + graceMs < nowMs;

/** The series from its first infusion to what is still to be planned. */
export function marksOf(plan: Plan, nowMs: number): Mark[] {
  const standing = plan.infusions
    .filter((each) => each.standing !== "cancelled")
    .sort((a, b) => Date.parse(a.when.at) - Date.parse(b.when.at));
  const next = standing.find((each) => each.standing === "planned" && !isMissed(each, nowMs));
  const marks = standing.map((infusion, place): Mark => {
    const before = standing[place - 1];
    const daysSince = before ? daysBetween(before.when.day, infusion.when.day) : null;
    const therapy = therapyAfter(plan, infusion.id);
    return {
      key: infusion.id,
      infusion,
      state: stateOf(infusion, infusion === next, nowMs),
      daysSince,
      isOffSpacing:
        infusion.kind === "series" &&
        daysSince !== null &&
        (daysSince < plan.terms.minDaysBetween || daysSince > plan.terms.maxDaysBetween),
      therapy,
      beside: besideOf(plan, infusion, therapy),
    };
  });
  const inSeries = standing.filter((each) => each.kind === "series").length;
  const open = Array.from(
    { length: Math.max(0, plan.terms.infusions - inSeries) },
    (_, i): Mark => ({
      key: `open ${i}`,
      infusion: null,
      state: "open",
      daysSince: null,
      isOffSpacing: false,
      therapy: null,
      beside: "none",
    }),
  );
  return [...marks, ...open];
}

/** The one that stands, or the last that was. */
function therapyAfter(plan: Plan, infusion: string): PlanTherapy | null {
  const own = plan.therapy.filter((each) => each.after === infusion && each.standing !== "cancelled");
  return own.findLast((each) => each.standing === "planned") ?? own.at(-1) ?? null;
}

function stateOf(infusion: PlanInfusion, isNext: boolean, nowMs: number): MarkState {
  if (infusion.standing === "given" || infusion.standing === "under_way") return infusion.standing;
  if (isMissed(infusion, nowMs)) return "missed";
  return isNext ? "next" : "planned";
}

function besideOf(plan: Plan, infusion: PlanInfusion, therapy: PlanTherapy | null): BesideState {
  if (therapy?.conflict) return "conflict";
  if (therapy && therapy.standing !== "cancelled") return therapy.standing;
  const answer = therapyAnswer(plan, infusion.id)?.answer;
  return answer === "declined" || answer === "referred" ? answer : "none";
}
