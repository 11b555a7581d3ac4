import { t } from "@lingui/core/macro";
import { clockTime } from "../ui/format";
import { strokes } from "../ui/words";
import type { WhatIfAlarm, WhatIfSession } from "./contract";
import { type ChangeKind, kindOf, kindSigns } from "./words";

const width = 1000;
const laneTop = { was: 22, wouldBe: 72 } as const;
const perStroke = 7;

interface Bar {
  key: string;
  lane: keyof typeof laneTop;
  alarm: WhatIfAlarm;
  kind: ChangeKind | "same";
}

function barsOf(session: WhatIfSession): Bar[] {
  const same = session.same.flatMap((alarm): Bar[] => [
    { key: `${alarm.alarm} was`, lane: "was", alarm, kind: "same" },
    { key: `${alarm.alarm} would be`, lane: "wouldBe", alarm, kind: "same" },
  ]);
  const changed = session.changes.flatMap((change): Bar[] => {
    const kind = kindOf(change);
    return [
      ...(change.before
        ? [{ key: `${change.before.alarm} was`, lane: "was" as const, alarm: change.before, kind }]
        : []),
      ...(change.after
        ? [{ key: `${change.after.alarm} would be`, lane: "wouldBe" as const, alarm: change.after, kind }]
        : []),
    ];
  });
  return [...same, ...changed];
}

/**
 * Two lanes over one time: above as it was, below as it would be. Height says the priority, a sign says what became of it;
 * the list beside it says all of it in words.
 */
export function SessionTimeline({ session, timeZone }: { session: WhatIfSession; timeZone: string }) {
  const [fromMs, toMs] = [Date.parse(session.plannedAt), Date.parse(session.until)];
  const x = (instant: string) => ((Date.parse(instant) - fromMs) / Math.max(1, toMs - fromMs)) * width;
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return (
    <figure className="what-if-line">
      <svg
        viewBox={`0 0 ${width} 118`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t`Alarms of chair ${session.chair} as they were and as they would be; the same in words below.`}
      >
        {ticks.map((tick) => (
          <line key={tick} className="tick" x1={tick * width} x2={tick * width} y1="0" y2="118" />
        ))}
        <line className="ground" x1="0" x2={width} y1={laneTop.was + 22} y2={laneTop.was + 22} />
        <line className="ground" x1="0" x2={width} y1={laneTop.wouldBe + 22} y2={laneTop.wouldBe + 22} />
        {barsOf(session).map(({ key, lane, alarm, kind }) => {
          const height = strokes[alarm.priority] * perStroke;
          const left = x(alarm.raisedAt);
          return (
            <rect
              key={key}
              className={`alarm alarm-${alarm.priority} alarm--${kind}`}
              x={left}
              y={laneTop[lane] + 22 - height}
              width={Math.max(3, x(alarm.endedAt ?? session.until) - left)}
              height={height}
            />
          );
        })}
      </svg>
      <div className="signs" aria-hidden="true">
        {barsOf(session)
          .filter((bar) => bar.kind !== "same")
          .map(({ key, lane, alarm, kind }) => (
            <b key={key} className={`sign sign-${lane}`} style={{ left: `${x(alarm.raisedAt) / 10}%` }}>
              {kind === "same" ? "" : kindSigns[kind]}
            </b>
          ))}
        <span className="lane-name lane-was">{t`As it was`}</span>
        <span className="lane-name lane-would-be">{t`As it would be`}</span>
      </div>
      <figcaption className="what-if-axis" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick}>{clockTime(fromMs + tick * (toMs - fromMs), timeZone)}</span>
        ))}
      </figcaption>
    </figure>
  );
}
