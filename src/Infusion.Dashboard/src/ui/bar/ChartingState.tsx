import { useClock, useIsCut, useLive } from "../../live/LiveContext";
import { clockTime } from "../format";
import { Icon } from "../Icon";

/** Shorter than this, a commit is only on its way. */
const delayMs = 2000;

export function ChartingState() {
  const cut = useIsCut();
  const unsaved = useLive((state) => Math.max(0, state.input - state.committedInput));
  const unsavedSince = useLive((state) => state.unsavedSince);
  const timeZone = useLive((state) => state.clinic?.timeZone ?? "UTC");
  const delayed = useClock((nowMs) => unsavedSince !== null && nowMs - Date.parse(unsavedSince) > delayMs);

  if (cut) {
    return (
      <div className="state s-chart">
        <Icon name="unsaved" />
        <p>
          <b>Charting unknown</b>
          <span>until the server answers</span>
        </p>
      </div>
    );
  }
  if (unsaved > 0 && delayed) {
    return (
      <div className="state state--warn s-chart" role="status">
        <Icon name="unsaved" />
        <p>
          <b>Charting delayed, {unsaved} unsaved</b>
          <span>since {clockTime(unsavedSince, timeZone, true)} · values are live</span>
        </p>
      </div>
    );
  }
  return (
    <div className="state s-chart">
      <Icon name="charted" />
      <p>
        <b>Charted</b>
        <span>all saved</span>
      </p>
    </div>
  );
}
