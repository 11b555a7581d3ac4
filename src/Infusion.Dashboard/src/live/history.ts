import type { Series, Trends } from "../session/contract";
import type { ChairView } from "./contract";

export const binMs = 10_000;
export const windowMs = 30 * 60_000;

export interface Bin {
  hr: number | null;
  spo2: number | null;
  /** Highest delivery rate seen; null when no pump reported. */
  rateMlPerHour: number | null;
}

export interface Pressure {
  atMs: number;
  systolic: number;
  diastolic: number;
}

export interface ChairPast {
  session: string;
  /** Key: start of the bin divided by binMs. A missing bin is a gap. */
  bins: Map<number, Bin>;
  pressures: Pressure[];
}

const emptyBin = (): Bin => ({ hr: null, spo2: null, rateMlPerHour: null });

/** The last half hour of each chair in coarse steps, collected from what passes by and filled once from the server. */
export class ChairHistory {
  readonly #pasts = new Map<string, ChairPast>();

  past(chair: string): ChairPast | undefined {
    return this.#pasts.get(chair);
  }

  record(view: ChairView): void {
    const session = view.session?.id;
    if (!session) {
      this.#pasts.delete(view.chair);
      return;
    }
    const past = this.#of(view.chair, session);
    const hr = view.vitals.hr ?? view.vitals.pulse;
    if (hr && hr.quality !== "invalid") this.#put(past, Date.parse(hr.at), { hr: hr.value });
    const spo2 = view.vitals.spo2;
    if (spo2 && spo2.quality !== "invalid") this.#put(past, Date.parse(spo2.at), { spo2: spo2.value });
    if (view.pump) this.#put(past, Date.parse(view.pump.at), { rateMlPerHour: view.pump.rateMlPerHour });
    const { nibp } = view;
    if (nibp) this.#press(past, Date.parse(nibp.at), nibp.systolic, nibp.diastolic);
    this.#forget(past);
  }

  /** Fills what was before this browser looked; what it saw itself stays. */
  fill(chair: string, session: string, trends: Trends): void {
    const past = this.#of(chair, session);
    const seen = new Map(past.bins);
    const pour = (series: Series | undefined, key: keyof Bin) => {
      for (const [atMs, value] of series ?? []) {
        if (!seen.has(Math.floor(atMs / binMs))) this.#put(past, atMs, { [key]: value });
      }
    };
    pour(trends.vitals.hr ?? trends.vitals.pulse, "hr");
    pour(trends.vitals.spo2, "spo2");
    pour(trends.rateMlPerHour, "rateMlPerHour");
    for (const p of trends.nibp) this.#press(past, p.at, p.systolic, p.diastolic);
  }

  #of(chair: string, session: string): ChairPast {
    const known = this.#pasts.get(chair);
    if (known?.session === session) return known;
    const fresh: ChairPast = { session, bins: new Map(), pressures: [] };
    this.#pasts.set(chair, fresh);
    return fresh;
  }

  #put(past: ChairPast, atMs: number, part: Partial<Bin>): void {
    if (Number.isNaN(atMs)) return;
    const key = Math.floor(atMs / binMs);
    const bin = past.bins.get(key) ?? emptyBin();
    past.bins.set(key, { ...bin, ...part });
  }

  #press(past: ChairPast, atMs: number, systolic: number | null, diastolic: number | null): void {
    if (systolic === null || diastolic === null || past.pressures.some((p) => p.atMs === atMs)) return;
    past.pressures.push({ atMs, systolic, diastolic });
    past.pressures.sort((a, b) => a.atMs - b.atMs);
  }

  #forget(past: ChairPast): void {
    if (past.bins.size <= windowMs / binMs + 12) return;
    const newest = Math.max(0, ...past.bins.keys());
    const oldest = newest - windowMs / binMs - 6;
    for (const key of past.bins.keys()) if (key < oldest) past.bins.delete(key);
    past.pressures = past.pressures.filter((p) => p.atMs >= oldest * binMs);
  }
}
