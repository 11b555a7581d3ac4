import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useClock, useLive } from "../live/LiveContext";
import { ClockTime } from "../ui/ClockTime";
import { span } from "../ui/format";
import { Icon } from "../ui/Icon";

/** Nobody stands before a wall to ask it: it says by itself, and large, that nothing on it is current. */
export function WallCut() {
  const link = useLive((state) => state.link);
  const lastHeardAt = useLive((state) => state.lastHeardAt);
  const lostFor = useClock((nowMs) => (lastHeardAt ? span(nowMs - Date.parse(lastHeardAt)) : null));
  if (link !== "cut") return null;
  return (
    <section className="cutbar wall-cut" aria-label={t`No connection`} role="alert">
      <Icon name="cut" />
      <p className="cb-1">
        <Trans>
          NOT LIVE <span className="fig">{lostFor}</span>
        </Trans>
      </p>
      <p className="cb-2">
        {t`Nothing on this screen is current`}{" "}
        {lastHeardAt && (
          <Trans>
            since <ClockTime at={lastHeardAt} seconds />
          </Trans>
        )}
        . <b>{t`Watch the chairs and the bedside monitors.`}</b>
      </p>
    </section>
  );
}
