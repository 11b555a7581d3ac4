import { t } from "@lingui/core/macro";
import { useState } from "react";
import type { AlarmView } from "../live/alarmContract";
import { useLive } from "../live/LiveContext";
import { useAlarmHistory, useNames } from "../session/queries";
import { clockTime } from "./format";
import { Subscripts } from "./Subscripts";

/** What the alarm was decided by and what became of it, told when asked for. */
export function AlarmWhy({ alarm }: { alarm: AlarmView }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="under" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{t`Explain`}</summary>
      {isOpen && <Told alarm={alarm} />}
    </details>
  );
}

function Told({ alarm }: { alarm: AlarmView }) {
  const { data, error } = useAlarmHistory(alarm.session, alarm.id, true);
  const timeZone = useLive((state) => state.clinic?.timeZone ?? "UTC");
  const nameOf = useNames();
  if (error)
    return <p className="why">{t`This could not be read: ${error.message} What is not charted yet cannot be told.`}</p>;
  if (!data) return <p className="why">{t`Reading.`}</p>;
  return (
    <ol className="told">
      {data.history.map((moment) => (
        <li key={moment.id}>
          <b className="fig">{clockTime(moment.at, timeZone, true)}</b>
          <div>
            <p>
              <Subscripts text={moment.text} /> {moment.by && <span className="note">{nameOf(moment.by)}</span>}
            </p>
            {moment.why.map((sentence) => (
              <p key={sentence} className="why">
                <Subscripts text={sentence} />
              </p>
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}
