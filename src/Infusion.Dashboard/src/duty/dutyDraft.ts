import { t } from "@lingui/core/macro";
import type { Duty, DutyStep } from "../session/contract";

/** The clinic's chain, or a chair's own. */
export const clinicScope = "";

export const shortestAnswerSeconds = 10;
export const longestAnswerSeconds = 600;
const usualAnswerSeconds = 60;

/** What stands for a scope; a chair without a chain of its own begins with the clinic's. */
export const chainOf = (duty: Duty, scope: string): DutyStep[] =>
  scope === clinicScope ? duty.clinic : (duty.chairs[scope] ?? duty.clinic);

export const withStep = (chain: readonly DutyStep[]): DutyStep[] => [
  ...chain,
  { people: [], answerWithinSeconds: usualAnswerSeconds },
];

export const without = (chain: readonly DutyStep[], place: number): DutyStep[] => chain.filter((_, i) => i !== place);

export function moved(chain: readonly DutyStep[], place: number, by: -1 | 1): DutyStep[] {
  const to = place + by;
  const step = chain[place];
  if (!step || to < 0 || to >= chain.length) return [...chain];
  const rest = without(chain, place);
  return [...rest.slice(0, to), step, ...rest.slice(to)];
}

export const toggled = (people: readonly string[], name: string): string[] =>
  people.includes(name) ? people.filter((other) => other !== name) : [...people, name];

/** Why it cannot be saved; null: it can. The server decides. */
export function whatIsWrong(chain: readonly DutyStep[]): string | null {
  const empty = chain.findIndex((step) => step.people.length === 0);
  if (empty >= 0) return t`Step ${empty + 1} names nobody.`;
  const absurd = chain.findIndex(
    ({ answerWithinSeconds: s }) => !(s >= shortestAnswerSeconds && s <= longestAnswerSeconds),
  );
  return absurd >= 0
    ? t`Step ${absurd + 1} waits for an answer for ${shortestAnswerSeconds} to ${longestAnswerSeconds} s.`
    : null;
}
