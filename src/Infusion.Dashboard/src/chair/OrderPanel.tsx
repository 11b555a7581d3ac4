import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import type { PumpView, SessionView } from "../live/contract";
import { isPumpStale } from "../live/dose";
import { useClock, useIsCut } from "../live/LiveContext";
import { protocolPath } from "../session/paths";
import { withUnit } from "../ui/format";
import { weightBasisWords } from "../ui/words";
import { DoseTable } from "./DoseTable";

/** The order, and beside it how the pump is set and what it has given. */
export function OrderPanel({ session, pump }: { session: SessionView; pump: PumpView | null }) {
  const { order } = session;
  const cut = useIsCut();
  const stale = useClock((nowMs) => cut || isPumpStale(pump, nowMs));
  return (
    <section className="panel" aria-labelledby="order-title">
      <h2 id="order-title">{t`Order`}</h2>
      <p className="panel-lead">
        <Trans>
          <Link to={protocolPath(order.protocolId, order.protocolVersion)}>
            {order.protocol}, version {order.protocolVersion}
          </Link>{" "}
          · {withUnit(order.doseMgPerKg, "mg/kg", 2)} for {withUnit(order.weightKg, "kg", 1)}{" "}
          {weightBasisWords[order.weightBasis] ?? order.weightBasis}
        </Trans>{" "}
        {!order.protocolApproved && <span className="tag">{t`Sample limits`}</span>}
      </p>
      <DoseTable session={session} stale={stale} />
    </section>
  );
}
