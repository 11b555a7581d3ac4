import { Trans } from "@lingui/react/macro";
import { useMediaQuery } from "@mantine/hooks";
import { memo } from "react";
import type { AlarmView } from "../live/alarmContract";
import { families } from "../live/alarms";
import { useIsCut } from "../live/LiveContext";
import { AlarmBand } from "../ui/AlarmBand";
import { PriorityMark } from "../ui/Icon";
import { priorityWords } from "../ui/words";
import { foldEnded } from "./foldEnded";

/** As the cards of board-narrow.css. */
const telephone = "(max-width: 640px)";

/** The alarms of a chair, worst first. On a telephone those that ended are one line, so that the next chair is not a scroll away. */
export const Bands = memo(function Bands({ alarms }: { alarms: readonly AlarmView[] }) {
  const isSmall = useMediaQuery(telephone, false, { getInitialValueInEffect: false });
  const cut = useIsCut();
  const all = families(alarms);
  // After a cut nobody knows what has ended.
  const { shown, folded } = isSmall && !cut ? foldEnded(all) : { shown: all, folded: [] };
  const worst = folded[0]?.alarm;
  return (
    <>
      {shown.map(({ alarm, consequences }) => (
        <AlarmBand key={alarm.id} alarm={alarm} consequences={consequences} />
      ))}
      {worst && (
        <details className="ended">
          <summary>
            <Trans>
              <span className={`event-mark event-${worst.priority}`}>
                <PriorityMark priority={worst.priority} />
                <span className="vh">{priorityWords[worst.priority]} priority: </span>
              </span>
              {folded.length} more ended, unacknowledged
            </Trans>
          </summary>
          {folded.map(({ alarm, consequences }) => (
            <AlarmBand key={alarm.id} alarm={alarm} consequences={consequences} />
          ))}
        </details>
      )}
    </>
  );
});
