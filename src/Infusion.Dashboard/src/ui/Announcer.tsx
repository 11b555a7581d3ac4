import { t } from "@lingui/core/macro";
import { useEffect, useRef, useState } from "react";
import type { AlarmView } from "../live/alarmContract";
import { alarmsOf } from "../live/alarms";
import { useLive } from "../live/LiveContext";
import { priorityWords } from "./words";

/** What an alarm is called by those who do not see it. */
export function alarmName({ priority, chair, headline }: AlarmView): string {
  const word = priorityWords[priority];
  return chair ? t`${word} priority alarm, chair ${chair}: ${headline}` : t`${word} priority alarm: ${headline}`;
}

const sentence = (alarm: AlarmView): string => {
  if (alarm.group === null) return alarmName(alarm);
  return alarm.chair ? t`Many alarms, chair ${alarm.chair}.` : t`Many alarms.`;
};

/** A new alarm, or one that became worse, is read out once: high at once, the others when the reader pauses. */
export function Announcer() {
  const chairs = useLive((state) => state.chairs);
  const clinicAlarms = useLive((state) => state.clinicAlarms);
  const heard = useRef(new Set<string>());
  const [assertive, setAssertive] = useState("");
  const [polite, setPolite] = useState("");

  useEffect(() => {
    const alarms = alarmsOf({ chairs, clinicAlarms }).filter((alarm) => alarm.calls);
    // What came in a rush is read out once, as one; what came back, again.
    const now = new Map<string, AlarmView>();
    for (const alarm of alarms) {
      const key = alarm.group ?? `${alarm.id} ${alarm.priority} ${alarm.returnedAt}`;
      if (!now.has(key)) now.set(key, alarm);
    }
    const fresh = [...now].filter(([key]) => !heard.current.has(key)).map(([, alarm]) => alarm);
    heard.current = new Set(now.keys());
    const high = fresh.filter((alarm) => alarm.priority === "high");
    const others = fresh.filter((alarm) => alarm.priority !== "high");
    if (high.length > 0) setAssertive(high.map(sentence).join(" "));
    if (others.length > 0) setPolite(others.map(sentence).join(" "));
  }, [chairs, clinicAlarms]);

  return (
    <>
      <div className="vh" aria-live="assertive">
        {assertive}
      </div>
      <div className="vh" aria-live="polite">
        {polite}
      </div>
    </>
  );
}
