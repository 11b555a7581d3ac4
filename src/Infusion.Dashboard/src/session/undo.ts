import { t } from "@lingui/core/macro";
import {
  adverseEventWords,
  medicationWords,
  outcomeWords,
  responseWords,
  settingWords,
  unitWords,
  wordOf,
} from "../care/words";
import { observationWords } from "../ui/due";
import type { NewCommand } from "./outbox";

/** As the server has it: from when it was charted, inclusive. */
export const undoMs = 60_000;

/** Something that was charted here a moment ago and can be taken back. */
export interface Undoable {
  commandId: string;
  clinic: string;
  session: string;
  /** "Sedation 4" */
  words: string;
  /** When it was sent last, by this browser: it was not charted before. */
  sentMs: number;
  /** charted: the server has it. undoing: it is being taken back. */
  state: "sending" | "charted" | "undoing";
}

const score = (value: number, scale: string) => `${scale === "rass" && value > 0 ? "+" : ""}${value}`;

/** @returns null: what this does is never taken back. */
export function undoWords(command: NewCommand): string | null {
  switch (command.type) {
    case "chart_observation":
      return `${observationWords[command.what]} ${score(command.score, command.scale)}`;
    case "chart_vitals":
      return t`Vitals by hand`;
    case "write_note":
      return t`Note`;
    case "chart_adverse_event":
      return t`${wordOf(adverseEventWords, command.code)}, grade ${command.grade}`;
    case "chart_adverse_event_outcome":
      return t`Outcome: ${outcomeWords[command.outcome].toLowerCase()}`;
    case "give_rescue": {
      const known = command.medication === "other" ? undefined : medicationWords[command.medication];
      return `${known ?? command.name ?? t`Medication`} ${command.dose} ${unitWords[command.unit]}`;
    }
    case "chart_rescue_response":
      return t`Response: ${responseWords[command.response].toLowerCase()}`;
    case "chart_setting":
      return command.isOn ? t`${settingWords[command.item]} on` : t`${settingWords[command.item]} off`;
    case "score_recovery":
      return t`Recovery score`;
    case "chart_discharge_need":
      return t`What the discharge asks for`;
    default:
      return null;
  }
}

/** Seconds that are left; 0: it can no longer be taken back. Speed: of the server's clock, 1 but for demonstrations. */
export const secondsLeft = (sentMs: number, nowMs: number, speed = 1): number =>
  Math.max(0, Math.ceil((undoMs - (nowMs - sentMs) * speed) / 1000));
