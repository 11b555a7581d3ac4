import type { ChartEvent } from "../session/contract";
import { type Axis, placeOn } from "./axis";

/** Events that stand so close together on the axis that they are one mark. */
export interface Mark {
  /** 0 to 1 on the axis. */
  place: number;
  events: ChartEvent[];
}

/** What changes what the tracks show: a line through all of them. */
const turning = new Set(["infusion_started", "infusion_paused", "infusion_resumed", "infusion_stopped"]);

export const isTurning = (event: ChartEvent): boolean => turning.has(event.type);

/** Alarms that were raised, worst first within a mark. */
export const alarmsIn = (events: readonly ChartEvent[]): ChartEvent[] =>
  events.filter((event) => event.priority !== null && event.type === "alarm_raised");

/** What people and the infusion did. What an alarm did since it was raised is told where it is explained. */
export const doingsIn = (events: readonly ChartEvent[]): ChartEvent[] =>
  events.filter((event) => event.priority === null && !event.type.startsWith("alarm_"));

/** So that each mark is as wide as a finger, and no two lie over each other. */
export function marksOn(events: readonly ChartEvent[], axis: Axis, most: number): Mark[] {
  const marks: Mark[] = [];
  const shown = events
    .map((event) => ({ event, place: placeOn(axis, Date.parse(event.at)) }))
    .filter(({ place }) => place >= 0 && place <= 1)
    .sort((a, b) => a.place - b.place);
  for (const { event, place } of shown) {
    const last = marks.at(-1);
    if (last && place - last.place < 1 / most) last.events.push(event);
    else marks.push({ place, events: [event] });
  }
  return marks;
}
