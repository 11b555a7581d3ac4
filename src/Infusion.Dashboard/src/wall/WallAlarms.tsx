import { t } from "@lingui/core/macro";
import type { AlarmView } from "../live/alarmContract";
import { alarmsOf, compareAlarms } from "../live/alarms";
import { useIsCut, useLive, useTimeZone } from "../live/LiveContext";
import { clockTime } from "../ui/format";
import { PriorityMark } from "../ui/Icon";
import { Subscripts } from "../ui/Subscripts";
import { priorityWords, stars } from "../ui/words";

/** So many are told in full; the others stand at their chairs, and are counted. */
const mostTold = 3;
const mostNamed = 12;

/** What nobody has answered yet, worst first: where, what, and what to do. What is acknowledged stands at its chair. */
export function WallAlarms({ isBrief }: { isBrief: boolean }) {
  const chairs = useLive((state) => state.chairs);
  const clinicAlarms = useLive((state) => state.clinicAlarms);
  const cut = useIsCut();
  const lastHeardAt = useLive((state) => (state.link === "cut" ? state.lastHeardAt : null));
  const timeZone = useTimeZone();
  const open = alarmsOf({ chairs, clinicAlarms })
    .filter((alarm) => alarm.causedBy === null && !alarm.acknowledged)
    .sort(compareAlarms);
  if (open.length === 0) return null;
  const told = isBrief ? mostTold - 1 : mostTold;
  const others = open.slice(told);
  const where = [...new Set(others.map((alarm) => alarm.chair ?? t`the clinic`))];
  const asOf = cut ? t`Was active at ${clockTime(lastHeardAt, timeZone, true)}: ` : "";
  return (
    <ul className={`wall-alarms${isBrief ? " is-brief" : ""}`} aria-label={t`Alarms`}>
      {open.slice(0, told).map((alarm) => (
        <Told key={alarm.id} alarm={alarm} asOf={asOf} cut={cut} />
      ))}
      {others.length > 0 && (
        <li className="wall-others">
          {t`and ${others.length} more${where.length <= mostNamed ? `: ${where.join(", ")}` : t`, marked at their chairs`}`}
        </li>
      )}
    </ul>
  );
}

function Told({ alarm, asOf, cut }: { alarm: AlarmView; asOf: string; cut: boolean }) {
  return (
    <li className={`band band-${alarm.priority}${alarm.presence === "latched" ? " is-latched" : ""}`}>
      <span className={`mark prio is-${alarm.priority}${alarm.calls && !cut ? " flash" : ""}`}>
        <PriorityMark priority={alarm.priority} />
        <span className="vh">{t`${priorityWords[alarm.priority]} priority`}</span>
        <b className="fig">{alarm.chair ?? t`Clinic`}</b>
      </span>
      <div className="b-t">
        <p className="head">
          <span className="stars" aria-hidden="true">
            {stars[alarm.priority]}
          </span>{" "}
          {asOf}
          <Subscripts text={alarm.headline} />
        </p>
        <p className="do">
          {cut ? (
            t`Its state now is unknown. Go to the chair and read the bedside monitor.`
          ) : (
            <>
              {alarm.presence === "latched" && <b>{t`Ended, not acknowledged.`} </b>}
              <Subscripts text={alarm.action} />
            </>
          )}
        </p>
      </div>
    </li>
  );
}
