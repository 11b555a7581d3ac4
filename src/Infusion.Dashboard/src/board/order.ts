import { chairRank } from "../live/alarms";
import type { ChairView } from "../live/contract";

export type Order = "need" | "room";

/** Chairs as they stand in the clinic, or the ones in need first. */
export function orderChairs(
  chairOrder: readonly string[],
  chairs: Readonly<Record<string, ChairView>>,
  order: Order,
): readonly string[] {
  if (order === "room") return chairOrder;
  return chairOrder
    .map((chair, place) => ({ chair, place, rank: chairRank(chairs[chair]) }))
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map(({ chair }) => chair);
}

/** The order held: chairs stay where they are, new ones come last, ones that are gone go. */
export function holdOrder(held: readonly string[], wanted: readonly string[]): readonly string[] {
  const there = new Set(wanted);
  const kept = held.filter((chair) => there.has(chair));
  const known = new Set(kept);
  return [...kept, ...wanted.filter((chair) => !known.has(chair))];
}
