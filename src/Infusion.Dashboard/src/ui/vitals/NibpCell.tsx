import { t } from "@lingui/core/macro";
import { memo } from "react";
import { crossedLimit, isReadable, nibpStanding, type Standing } from "../../live/age";
import type { AlarmView } from "../../live/alarmContract";
import type { NibpValue } from "../../live/contract";
import { useClock, useIsCut, useTimeZone } from "../../live/LiveContext";
import { age, clockTime, figure } from "../format";
import { alarmClass } from "./VitalCell";

/** A cuff is read now and then: its time stands beside it, always. */
export const NibpCell = memo(function NibpCell({ value, alarm }: { value: NibpValue | null; alarm: AlarmView | null }) {
  const cut = useIsCut();
  const timeZone = useTimeZone();
  const standing = useClock((nowMs) => nibpStanding(value, nowMs, cut)) as Standing;
  const takenAgo = useClock((nowMs) => (value ? age(nowMs - Date.parse(value.at)) : ""));
  const readable = isReadable(standing);
  const crossed = readable && value ? crossedLimit(value.systolic, value.systolicLow, value.systolicHigh) : null;
  const state = readable ? alarmClass(alarm, crossed !== null) : standing === "never" ? " off" : " stale";
  const takenAt = value ? clockTime(value.at, timeZone) : "";
  return (
    <div className={`vital v-nibp${state}`}>
      <span className="lab">
        <span>NIBP</span> <small className="unit">mmHg</small>
      </span>
      {readable && value ? (
        <span className="val">
          <span className="num fig">
            {figure(value.systolic)}
            <i>/</i>
            {figure(value.diastolic)}
          </span>
          <span className="side">
            <span className="lim">
              {value.systolicHigh !== null && (
                <span className={crossed === "high" ? "hit" : ""}>{figure(value.systolicHigh)}</span>
              )}
              {value.systolicLow !== null && (
                <span className={crossed === "low" ? "hit" : ""}>{figure(value.systolicLow)}</span>
              )}
            </span>
          </span>
          <span className="sub">
            {value.mean !== null && <span className="map">({figure(value.mean)}) </span>}
            <b>{takenAt}</b> · {takenAgo}
            {value.by && <span> {t`by hand`}</span>}
            {standing === "questionable" && <span className="doubt"> {t`signal poor`}</span>}
          </span>
        </span>
      ) : (
        <span className="val">
          <span className="num blank" aria-hidden="true">
            – –
          </span>
          <span className="sub">{value ? t`last taken ${takenAt}` : t`none received`}</span>
        </span>
      )}
    </div>
  );
});
