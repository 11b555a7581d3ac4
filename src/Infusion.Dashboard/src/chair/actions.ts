import { t } from "@lingui/core/macro";
import type { Phase, SessionView } from "../live/contract";

export type PhaseCommand =
  | "check_in"
  | "mark_ready"
  | "start_infusion"
  | "pause_infusion"
  | "resume_infusion"
  | "stop_infusion"
  | "discharge"
  | "close";

/** What may be charted next. The server decides; this only spares buttons that it would refuse. */
export const actionsOf: Record<Phase, readonly PhaseCommand[]> = {
  planned: ["check_in"],
  checked_in: ["mark_ready"],
  ready: ["start_infusion"],
  infusing: ["pause_infusion", "stop_infusion"],
  paused: ["resume_infusion", "stop_infusion"],
  recovery: ["discharge"],
  discharged: ["close"],
  closed: [],
};

/** A single dose has no start and no pause: it is charted with its milligrams. */
export const offeredTo = ({ phase, care }: SessionView): readonly PhaseCommand[] =>
  care.route === "iv_infusion"
    ? actionsOf[phase]
    : actionsOf[phase].filter((type) => type !== "start_infusion" && type !== "pause_infusion");

/** Not to be undone by pressing another button. */
export const confirmations: Partial<Record<PhaseCommand, { title: string; text: string }>> = {
  stop_infusion: {
    title: t`Stop the infusion?`,
    text: t`This charts the end of the infusion. It does not stop the pump: stop it at the pump.`,
  },
  discharge: {
    title: t`Discharge?`,
    text: t`This charts that the person leaves. The chair stays theirs until the session is closed.`,
  },
  close: {
    title: t`Close the session?`,
    text: t`The chair becomes free and its devices are detached. The chart stays.`,
  },
};
