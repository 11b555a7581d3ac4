import { Link } from "react-router";
import type { OrderView } from "../live/contract";
import { protocolPath } from "../session/paths";
import { figure, withUnit } from "../ui/format";

export const OrderPanel = ({ order }: { order: OrderView }) => (
  <section className="panel" aria-labelledby="order-title">
    <h2 id="order-title">Order</h2>
    <p className="panel-lead">
      <Link to={protocolPath(order.protocolId, order.protocolVersion)}>
        {order.protocol}, version {order.protocolVersion}
      </Link>{" "}
      {!order.protocolApproved && <span className="tag">Sample limits</span>}
    </p>
    <dl className="facts">
      <dt>Dose</dt>
      <dd>
        <b>{withUnit(order.doseMg, "mg", 1)}</b> {order.drug}, {withUnit(order.doseMgPerKg, "mg/kg", 2)}
      </dd>
      <dt>Weight</dt>
      <dd>
        {withUnit(order.weightKg, "kg", 1)} {order.weightBasis}
      </dd>
      <dt>Concentration</dt>
      <dd>{withUnit(order.concentrationMgPerMl, "mg/mL", 2)}</dd>
      <dt>Volume</dt>
      <dd>{withUnit(order.volumeMl, "mL", 1)}</dd>
      <dt>Rate</dt>
      <dd>{withUnit(order.rateMlPerHour, "mL/h", 1)}</dd>
      <dt>Duration</dt>
      <dd>{figure(order.durationMinutes)} min</dd>
    </dl>
  </section>
);
