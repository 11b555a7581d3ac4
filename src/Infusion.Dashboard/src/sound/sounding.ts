import type { Priority } from "../live/alarmContract";
import { alarmsOf } from "../live/alarms";
import type { LiveState } from "../live/state";
import { cutSound, type Pause, pausedForMs } from "./pauses";

const worstFirst: readonly Priority[] = ["high", "medium", "low"];

/**
 * What this screen has to sound: the worst priority that calls and is not paused. Without a connection the last known alarms go on,
 * because nobody knows that they ended, and the loss itself is a technical alarm of medium priority.
 */
export function soundingPriority(
  state: Pick<LiveState, "chairs" | "clinicAlarms" | "link">,
  made: ReadonlyMap<string, Pause>,
  nowMs: number,
): Priority | null {
  const calling = new Set<Priority>(
    alarmsOf(state)
      .filter((alarm) => alarm.calls && pausedForMs(alarm, made, nowMs) === 0)
      .map((alarm) => alarm.priority),
  );
  if (state.link === "cut" && !((made.get(cutSound)?.untilMs ?? 0) > nowMs)) calling.add("medium");
  return worstFirst.find((priority) => calling.has(priority)) ?? null;
}
