import { t } from "@lingui/core/macro";
import { goesOn } from "../../handover/words";
import { clockTime, figure } from "../../ui/format";
import { phaseWords } from "../../ui/words";
import type { AlarmCount, ShiftAlarm, ShiftReport, ShiftSession } from "./contract";

type Dose = Pick<ShiftSession, "standing" | "deliveredMg" | "orderedMg" | "orderedMgPerKg">;

/** "22.3 of 35.0 mg"; what still flows and what nobody knows is said. */
export function doseText({ standing, deliveredMg, orderedMg }: Dose): string {
  if (standing === "not_known" || deliveredMg === null) return t`not known, of ${figure(orderedMg, 1)} mg ordered`;
  const given = t`${figure(deliveredMg, 1)} of ${figure(orderedMg, 1)} mg`;
  return standing === "still_flows" ? t`more than ${given}, still flowing` : given;
}

export const countText = ({ high, medium, low, all, actedOn }: AlarmCount): string =>
  all === 0 ? t`none` : t`${high} high, ${medium} medium, ${low} low; acted on ${actedOn} of ${all}`;

/** What was done about one, in one cell. */
export function answerText(alarm: ShiftAlarm, timeZone: string): string {
  const ended = alarm.endedAt === null ? t`had not ended` : t`ended ${clockTime(alarm.endedAt, timeZone, true)}`;
  if (alarm.acknowledgedAt !== null) {
    return t`acknowledged ${clockTime(alarm.acknowledgedAt, timeZone, true)}, ${alarm.acknowledgedBy ?? "–"}; ${ended}`;
  }
  return alarm.actedAt !== null ? t`sound paused, not acknowledged; ${ended}` : t`nobody acted; ${ended}`;
}

/** When the patient came, was given and went. */
export const courseText = (session: ShiftSession, timeZone: string): string =>
  [
    [session.checkedInAt, t`in`],
    [session.startedAt, t`start`],
    [session.stoppedAt, t`stop`],
    [session.dischargedAt, t`out`],
  ]
    .map(([at, word]) => (at ? `${word} ${clockTime(at, timeZone)}` : null))
    .filter((each) => each !== null)
    .join(", ");

/** What is to be done: without what is owed only because the session goes on, which is said above. */
export const openOf = (session: ShiftSession) =>
  session.open.filter((each) => session.phase === "closed" || !goesOn.includes(each.code));

/** What this report does not know, one sentence each; empty: all of what it looks at. */
export function unknownsOf(report: ShiftReport): string[] {
  const at = (instant: string) => clockTime(instant, report.timeZone, true);
  const said = report.sessions.flatMap((session) => {
    const who = `${session.chair}, ${session.patient}`;
    return [
      ...session.notEvaluated.map(
        (gone) => t`${who}: nobody judged the vitals from ${at(gone.from)} to ${at(gone.to)}.`,
      ),
      ...(session.openGaps > 0 ? [t`${who}: messages of its devices are missing (${session.openGaps} holes).`] : []),
      ...(session.standing === "not_known" && session.startedAt !== null
        ? [t`${who}: the dose given is not known; no delivery by a pump is recorded.`]
        : []),
      ...(session.standing === "still_flows" ? [t`${who}: the pump still delivers; the dose grows.`] : []),
      ...(session.phase === "closed" || session.phase === "discharged"
        ? []
        : [t`${who}: the session is open (${phaseWords[session.phase].toLowerCase()}).`]),
    ];
  });
  return report.isOver ? said : [t`The shift is not over: what comes after this report is not in it.`, ...said];
}
