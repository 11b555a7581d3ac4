import { t } from "@lingui/core/macro";
import { useClock, useLive, useLiveStore, useTimeZone } from "../../live/LiveContext";
import type { LiveState } from "../../live/state";
import { age, clockTime } from "../format";
import { Icon } from "../Icon";

/** When the newest value on the screen was received. */
function newestMs(state: LiveState): number | null {
  let newest: number | null = null;
  for (const view of Object.values(state.chairs)) {
    for (const value of [...Object.values(view.vitals), view.pump]) {
      const at = value ? Date.parse(value.receivedAt) : Number.NaN;
      if (at > (newest ?? 0)) newest = at;
    }
  }
  return newest;
}

export function LinkState() {
  const link = useLive((state) => state.link);
  const lastHeardAt = useLive((state) => (state.link === "cut" ? state.lastHeardAt : null));
  const timeZone = useTimeZone();
  const store = useLiveStore();
  const newest = useClock((nowMs) => {
    const at = newestMs(store.shown());
    return at === null ? t`no values yet` : t`newest value ${age(nowMs - at)}`;
  });
  if (link === "current") {
    return (
      <div className="state push s-conn">
        <Icon name="live" />
        <p>
          <b>{t`Live`}</b>
          <span>{newest}</span>
        </p>
      </div>
    );
  }
  return (
    <div className="state state--warn push s-conn">
      <Icon name="cut" />
      <p>
        <b>{link === "connecting" ? t`Connecting` : t`Not current`}</b>
        <span>
          {link === "cut" && t`last update ${clockTime(lastHeardAt, timeZone, true)}`}
          {link === "behind" && t`fetching what was missed`}
          {link === "connecting" && t`nothing received yet`}
        </span>
      </p>
    </div>
  );
}
