import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import type { SessionView } from "../live/contract";
import { binMs, windowMs } from "../live/history";
import { useClock, useLiveStore } from "../live/LiveContext";
import { api } from "../session/api";
import { inTurn } from "../session/inTurn";
import { useSignedIn } from "../session/SessionContext";
import { drawLane } from "./lanePaths";

/** A history is long: two at a time leave the server to those who ask for less. */
const oneOfTwo = inTurn(2);

/** The expected end trembles with every reading; the picture need not. */
const endStepMs = 15_000;

/** Thirty minutes behind "now", twelve ahead: what was, and what the pump has still to give. */
export function Lane({ chair, session }: { chair: string; session: SessionView | null }) {
  if (!session) return <div className="lane lane--empty" />;
  const { id, phase, expectedEndAt } = session;
  const endMs =
    phase === "infusing" && expectedEndAt ? Math.round(Date.parse(expectedEndAt) / endStepMs) * endStepMs : null;
  return <SessionLane chair={chair} id={id} endMs={endMs} />;
}

const SessionLane = memo(function SessionLane({
  chair,
  id,
  endMs,
}: {
  chair: string;
  id: string;
  endMs: number | null;
}) {
  const { history, clock } = useLiveStore();
  const { clinic } = useSignedIn();
  const filled = useQuery({
    queryKey: ["lane", clinic, id],
    queryFn: async ({ signal }) => {
      const nowMs = clock.now();
      const trends = await oneOfTwo(() => api.trends(clinic, id, nowMs - windowMs, nowMs, signal));
      history.fill(chair, id, trends);
      return nowMs;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  // A step of the axis is one bin: between two bins there is nothing new to draw.
  const nowBin = useClock((nowMs) => Math.floor(nowMs / binMs));
  return <Picture key={filled.dataUpdatedAt} chair={chair} nowBin={nowBin} endMs={endMs} />;
});

const Picture = memo(function Picture({
  chair,
  nowBin,
  endMs,
}: {
  chair: string;
  nowBin: number;
  endMs: number | null;
}) {
  const { history } = useLiveStore();
  const drawn = drawLane(history.past(chair), nowBin * binMs, endMs);
  return (
    <div className="lane" role="img" aria-label={drawn.words}>
      <svg viewBox="0 0 420 100" preserveAspectRatio="none" aria-hidden="true">
        <path className="l-sp" d={drawn.spo2} />
        <path className="l-hr" d={drawn.hr} />
        <path className="l-bp" d={drawn.pressures} />
        <path className="l-run" d={drawn.delivered} />
        {drawn.planned && <path className="l-plan" d={drawn.planned} />}
      </svg>
      {drawn.gaps.map((gap) => (
        <i
          key={gap.fromPct}
          className="l-gap"
          title={t`Not received. The trend on the chair's page says how much.`}
          style={{ left: `${gap.fromPct}%`, width: `${gap.widthPct}%` }}
        />
      ))}
      {drawn.endPct !== null && <i className="l-end" style={{ left: `${drawn.endPct}%` }} />}
    </div>
  );
});
