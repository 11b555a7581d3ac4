import { t } from "@lingui/core/macro";
import { useClock, useLive, useLiveStore } from "../../live/LiveContext";
import { Icon } from "../Icon";

/** On every live screen: what this is not, and what on it is not real. */
export function RecordLine() {
  const unapproved = useLive((state) =>
    state.chairOrder.some((chair) => state.chairs[chair]?.session?.order.protocolApproved === false),
  );
  const simulated = useLive((state) => state.clinic?.simulated ?? false);
  const { clock } = useLiveStore();
  const speed = useClock(() => clock.speed);
  return (
    <div className="record">
      <Icon name="monitor" />
      <p>
        <b>{t`The bedside monitor is the alarm of record.`}</b>{" "}
        <span className="rec-2">{t`This board informs; it does not replace it.`}</span>
      </p>
      <p className="tags push">
        {speed !== 1 && <span className="tag tag--now">{t`SIMULATED TIME x${speed}`}</span>}
        {unapproved && <span className="tag">{t`Sample limits, not approved`}</span>}
        {simulated && <span className="tag">{t`Simulator data`}</span>}
      </p>
    </div>
  );
}
