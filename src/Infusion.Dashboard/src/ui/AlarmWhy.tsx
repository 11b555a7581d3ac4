import { t } from "@lingui/core/macro";
import { useState } from "react";
import { toldWords } from "../account/pushWords";
import type { AlarmView } from "../live/alarmContract";
import { useTimeZone } from "../live/LiveContext";
import { useAlarmHistory, useNames, usePushes } from "../session/queries";
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
  const timeZone = useTimeZone();
  const nameOf = useNames();
  if (error)
    return <p className="why">{t`This could not be read: ${error.message} What is not charted yet cannot be told.`}</p>;
  if (!data) return <p className="why">{t`Reading.`}</p>;
  return (
    <>
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
      <Pushed alarm={alarm.id} timeZone={timeZone} nameOf={nameOf} />
    </>
  );
}

/** A courtesy and no part of the chart: beside what happened, not in it. */
function Pushed({ alarm, timeZone, nameOf }: { alarm: string; timeZone: string; nameOf: (name: string) => string }) {
  const { data: pushes = [], error } = usePushes(alarm);
  if (error) return <p className="why">{t`Whose telephones were told could not be read: ${error.message}`}</p>;
  if (pushes.length === 0) return null;
  return (
    <div className="why">
      <p>{t`Pushed as a courtesy, which is not the alarm of record:`}</p>
      <ul>
        {pushes.map((push) => (
          <li key={`${push.person} ${push.device} ${push.toldAt}`}>
            {nameOf(push.person)}, {push.device}: {toldWords(push, timeZone)}
          </li>
        ))}
      </ul>
    </div>
  );
}
