import type { ChairView, OrderView } from "../live/contract";
import type { TrackKey } from "./recorder";

export interface Track {
  key: TrackKey;
  heightPx: number;
  /** Name of the token that colours the line. */
  token: string;
  widthPx: number;
  dash: number[];
  stepped: boolean;
  /** The least the axis spans, so that a steady line looks steady. */
  leastSpan: [number, number];
  limits: (view: ChairView, order: OrderView) => { low: number | null; high: number | null };
}

const line = { widthPx: 2, dash: [], stepped: false };
const none = () => ({ low: null, high: null });

export const tracks: Track[] = [
  {
    ...line,
    key: "hr",
    heightPx: 84,
    token: "--hr",
    leastSpan: [50, 110],
    limits: ({ vitals }) => vitals.hr ?? vitals.pulse ?? none(),
  },
  {
    ...line,
    key: "spo2",
    heightPx: 96,
    token: "--spo2",
    widthPx: 2.5,
    leastSpan: [85, 100],
    limits: ({ vitals }) => vitals.spo2 ?? none(),
  },
  {
    ...line,
    key: "nibp",
    heightPx: 92,
    token: "--nibp",
    leastSpan: [60, 160],
    limits: ({ nibp }) => ({ low: nibp?.systolicLow ?? null, high: nibp?.systolicHigh ?? null }),
  },
  {
    ...line,
    key: "rr",
    heightPx: 64,
    token: "--rr",
    dash: [7, 3],
    leastSpan: [5, 25],
    limits: ({ vitals }) => vitals.rr ?? none(),
  },
  {
    ...line,
    key: "etco2",
    heightPx: 64,
    token: "--co2",
    widthPx: 2.5,
    dash: [2, 2.5],
    leastSpan: [25, 55],
    limits: ({ vitals }) => vitals.etco2 ?? none(),
  },
  {
    ...line,
    key: "rate",
    heightPx: 60,
    token: "--drug",
    stepped: true,
    leastSpan: [0, 10],
    limits: (_view, order) => ({ low: null, high: order.rateMlPerHour }),
  },
  {
    ...line,
    key: "given",
    heightPx: 78,
    token: "--drug",
    leastSpan: [0, 10],
    limits: (_view, order) => ({ low: null, high: order.doseMg }),
  },
];
