import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { memo } from "react";
import { Rail } from "../board/ChairStrip";
import { NextDue } from "../board/NextDue";
import { alarmAbout } from "../live/alarmTarget";
import { isPumpStale } from "../live/dose";
import { useChair, useClock, useIsCut, useTimeZone } from "../live/LiveContext";
import { clockTime, figure, span, withUnit } from "../ui/format";
import { Icon, PriorityMark } from "../ui/Icon";
import { PhaseLine } from "../ui/PhaseLine";
import { Subscripts } from "../ui/Subscripts";
import { NibpCell } from "../ui/vitals/NibpCell";
import { VitalCell } from "../ui/vitals/VitalCell";
import { priorityWords } from "../ui/words";
import type { WallChair } from "./contract";

interface Props {
  chair: string;
  /** null: the clinic's walls show chairs alone, or they are not read yet. */
  initials: string | null;
}

/** One chair. Its type is as large as the tile allows: see wall.css. */
export const WallTile = memo(function WallTile({ chair, initials }: Props) {
  const full = useChair(chair);
  if (!full) return null;
  const view: WallChair = full;
  const worst = view.alarms[0] ?? null;
  return (
    <article className={`wall-tile${worst ? ` has-${worst.priority}` : ""}`} aria-label={t`Chair ${chair}`}>
      <Rail alarm={worst} />
      <div className="wall-who">
        <h2 className="code fig">
          <span className="vh">{t`Chair`} </span>
          {chair}
        </h2>
        {view.session && <PhaseLine session={view.session} />}
        {initials && <b className="wall-initials">{initials}</b>}
      </div>
      <div className="wall-vitals">
        <VitalCell vital={full.vitals.hr?.value == null && full.vitals.pulse ? "pulse" : "hr"} view={full} />
        <VitalCell vital="spo2" view={full} />
        <NibpCell value={view.nibp} alarm={alarmAbout(full, "nibp")} />
        <VitalCell vital="rr" view={full} />
        <VitalCell vital="etco2" view={full} />
      </div>
      <div className="wall-line">
        {worst ? <Worst view={view} /> : view.session && <Course view={view} session={view.session} />}
      </div>
    </article>
  );
});

/** The alarm that counts most at this chair, and how many there are. */
function Worst({ view }: { view: WallChair }) {
  const cut = useIsCut();
  const [worst, ...others] = view.alarms;
  if (!worst) return null;
  return (
    <p
      className={`wall-worst is-${worst.priority}${worst.acknowledged || worst.presence === "latched" ? " is-settled" : ""}`}
    >
      <PriorityMark priority={worst.priority} />
      <span className="vh">{t`${priorityWords[worst.priority]} priority:`} </span>
      <span>
        {cut && t`was active: `}
        <Subscripts text={worst.headline} />
      </span>
      {worst.acknowledged && !cut && (
        <span className="acked">
          <Icon name="check" />
          {t`acknowledged`}
        </span>
      )}
      {worst.presence === "latched" && !cut && <span className="acked">{t`ended, not acknowledged`}</span>}
      {others.length > 0 && <span className="wall-more">+{others.length}</span>}
    </p>
  );
}

/** Quiet: how much was given of what was ordered, the time left, what is due. */
function Course({ view: { pump }, session }: { view: WallChair; session: NonNullable<WallChair["session"]> }) {
  const cut = useIsCut();
  const timeZone = useTimeZone();
  const running = session.phase === "infusing";
  const stale = useClock((nowMs) => cut || (running && isPumpStale(pump, nowMs)));
  const left = useClock((nowMs) =>
    running && session.expectedEndAt ? t`${span(Date.parse(session.expectedEndAt) - nowMs)} left` : null,
  );
  return (
    <p>
      <span className="fig">
        <Trans>
          <b>{figure(session.givenMg, 1)}</b> of {withUnit(session.order.doseMg, "mg", 1)}
          {stale && t` as of ${clockTime(session.givenAsOf, timeZone, true)}`}
        </Trans>
      </span>
      {!stale && running && <span className="fig">{left ?? t`time left unknown`}</span>}
      <NextDue session={session} />
    </p>
  );
}
