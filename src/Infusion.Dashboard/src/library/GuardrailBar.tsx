import type { Guardrail } from "./contract";

/** Hatched: never. Outline: only with a reason. Solid: as usual. A tick: what an order begins with. */
export function GuardrailBar({ guardrail, usual }: { guardrail: Guardrail; usual: number | null }) {
  const { hardLow, softLow, softHigh, hardHigh } = guardrail;
  if (typeof hardHigh !== "number" || !(hardHigh > 0)) return null;
  const most = hardHigh * 1.15;
  const at = (value: number | null, otherwise: number) =>
    Math.min(100, Math.max(0, ((typeof value === "number" ? value : otherwise) / most) * 100));
  const low = at(hardLow, 0);
  const high = at(hardHigh, most);
  const from = Math.max(low, at(softLow, hardLow ?? 0));
  const to = Math.min(high, at(softHigh, hardHigh));
  return (
    <span className="rail-bar" aria-hidden="true">
      <i className="is-never" style={{ left: 0, width: `${low}%` }} />
      <i className="is-soft" style={{ left: `${low}%`, width: `${Math.max(0, high - low)}%` }} />
      <i className="is-usual" style={{ left: `${from}%`, width: `${Math.max(0, to - from)}%` }} />
      <i className="is-never" style={{ left: `${high}%`, right: 0 }} />
      {usual !== null && <i className="is-tick" style={{ left: `${at(usual, 0)}%` }} />}
    </span>
  );
}
