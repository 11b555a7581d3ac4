import { t } from "@lingui/core/macro";
import { memo } from "react";
import { Link } from "react-router";
import type { PumpView, SessionView } from "../live/contract";
import { doseWord, givenPart, isPumpStale } from "../live/dose";
import { useClock, useIsCut, useTimeZone } from "../live/LiveContext";
import { clockTime, figure, span, withUnit } from "../ui/format";
import { Meter } from "../ui/Meter";

const before = ["planned", "checked_in", "ready"];

export const Dose = memo(function Dose({ session, pump }: { session: SessionView; pump: PumpView | null }) {
  const cut = useIsCut();
  const part = givenPart(session);
  return (
    <div className="dose">
      <p className="d-top">
        <b className="fig">{figure(session.givenMg, 1)}</b>{" "}
        <span>{t`of ${withUnit(session.order.doseMg, "mg", 1)}`}</span>
        {!cut && <em>{doseWord(session)}</em>}
      </p>
      <Meter part={part} />
      {session.order.asksBeforeStart && before.includes(session.phase) ? (
        <Link className="btn d-check-in" to={`/sessions/${session.id}/check-in`}>
          {t`Check-in`}
        </Link>
      ) : (
        <TimeLeft session={session} pump={pump} />
      )}
    </div>
  );
});

function TimeLeft({ session, pump }: { session: SessionView; pump: PumpView | null }) {
  const cut = useIsCut();
  const timeZone = useTimeZone();
  const { phase, expectedEndAt, givenAsOf } = session;
  const running = phase === "infusing";
  const stale = useClock((nowMs) => cut || (running && isPumpStale(pump, nowMs)));
  const left = useClock((nowMs) => (expectedEndAt ? span(Date.parse(expectedEndAt) - nowMs) : null));
  if (stale) {
    return (
      <p className="d-bot d-asof">
        <b>{givenAsOf ? t`as of ${clockTime(givenAsOf, timeZone, true)}` : t`not known since when`}</b>
      </p>
    );
  }
  return (
    <p className="d-bot">
      {running && left !== null && (
        <>
          <b className="fig">{left}</b> <span>{t`left`}</span>
        </>
      )}
      {running && left === null && <span>{t`time left unknown`}</span>}
      {phase === "paused" && <span>{t`paused`}</span>}
      {(running || phase === "paused") && <em>{withUnit(pump?.rateMlPerHour, "mL/h", 1)}</em>}
    </p>
  );
}
