import { plural, t } from "@lingui/core/macro";
import type { Priority } from "../live/alarmContract";
import { alarmsOf } from "../live/alarms";
import { useLive, useTimeZone } from "../live/LiveContext";
import type { LiveState } from "../live/state";
import { clockTime } from "../ui/format";
import { Icon, PriorityMark } from "../ui/Icon";
import { priorityWords } from "../ui/words";

const priorities: Priority[] = ["high", "medium", "low"];

/** Counts as one word, so that the tally renders only when a count changes. */
function tally(state: LiveState): string {
  const alarms = alarmsOf(state).filter((alarm) => alarm.causedBy === null);
  const open = alarms.filter((alarm) => !alarm.acknowledged);
  const counts = priorities.map((priority) => open.filter((alarm) => alarm.priority === priority).length);
  return [...counts, alarms.length - open.length].join(" ");
}

export function AlarmTally() {
  const [high = 0, medium = 0, low = 0, acknowledged = 0] = useLive(tally).split(" ").map(Number);
  const link = useLive((state) => state.link);
  const lastHeardAt = useLive((state) => (state.link === "cut" ? state.lastHeardAt : null));
  const timeZone = useTimeZone();
  const counts = { high, medium, low };
  const open = high + medium + low;

  if (link === "cut" || link === "connecting") {
    return (
      <div className="tally">
        <span className="calm">
          <Icon name="question" />
          <span>
            {t`Alarms unknown`}
            {link === "cut" && (
              <small>
                {plural(open + acknowledged, {
                  one: `${open + acknowledged} was active at ${clockTime(lastHeardAt, timeZone, true)}`,
                  other: `${open + acknowledged} were active at ${clockTime(lastHeardAt, timeZone, true)}`,
                })}
              </small>
            )}
          </span>
        </span>
      </div>
    );
  }
  return (
    <div className="tally">
      {priorities.map(
        (priority) =>
          counts[priority] > 0 && (
            <span key={priority} className={`mark is-${priority} flash`}>
              <PriorityMark priority={priority} />
              {counts[priority]} {priorityWords[priority].toLowerCase()}
            </span>
          ),
      )}
      {(open === 0 || acknowledged > 0) && (
        <span className="calm">
          <Icon name="check" />
          {acknowledged > 0 ? t`${acknowledged} acknowledged` : t`No active alarms`}
        </span>
      )}
    </div>
  );
}
