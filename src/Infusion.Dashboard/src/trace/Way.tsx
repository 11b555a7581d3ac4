import type { TraceRow } from "../session/contract";
import { delay } from "../ui/format";
import { delayPixels, wayOf } from "./way";

const unknownPixels = 18;

/** The way as a picture: a tick for each station, a bar of its own kind for each delay. The details say it in words. */
export function Way({ row }: { row: TraceRow }) {
  const [, ...steps] = wayOf(row);
  const here = steps.slice(1).reduce((sum, step) => sum + (step.delayMs ?? 0), 0);
  return (
    <span className="way">
      <span className="way-bars" aria-hidden="true">
        {steps.map((step) => (
          <i
            key={step.name}
            className={step.delayMs === null ? "to-unknown" : `to-${step.name.toLowerCase()}`}
            style={{ width: step.delayMs === null ? unknownPixels : delayPixels(step.delayMs) }}
          />
        ))}
      </span>
      <span className="fig">{row.committedAt === null ? "–" : delay(here)}</span>
    </span>
  );
}
