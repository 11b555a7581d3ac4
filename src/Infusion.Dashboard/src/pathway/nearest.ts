import { t } from "@lingui/core/macro";

export interface FreeSlot {
  day: string;
  time: string;
}

const months = t`Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec`.split(" ");
const sentence = /The nearest time that works is \w{3} (\d{1,2}) (\w{3}) (\d{4}) (\d{2}:\d{2})\./;

/** The time that a refusal offers, as the clinic's clocks show it; null: it offers none. */
export function nearestIn(refusal: string): FreeSlot | null {
  const [, day, month, year, time] = sentence.exec(refusal) ?? [];
  const number = months.indexOf(month ?? "") + 1;
  if (!day || !year || !time || number === 0) return null;
  return { day: `${year}-${String(number).padStart(2, "0")}-${day.padStart(2, "0")}`, time };
}
