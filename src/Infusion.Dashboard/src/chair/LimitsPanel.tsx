import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "./limits.css";
import { useState } from "react";
import type { ChairView, LimitView } from "../live/contract";
import { useTimeZone } from "../live/LiveContext";
import { useChartEvents } from "../session/queries";
import { useSend, useSignedIn } from "../session/SessionContext";
import { clockTime } from "../ui/format";
import { PriorityMark } from "../ui/Icon";
import { Subscripts } from "../ui/Subscripts";
import { priorityWords, sideWords } from "../ui/words";
import { AdjustLimit } from "./AdjustLimit";
import { bySide, crossedFirst, isAdjustable, limitFigure, limitKey, whyOf } from "./limits";

export function LimitsPanel({ view, session }: { view: ChairView; session: string }) {
  const { me } = useSignedIn();
  const [adjusting, setAdjusting] = useState(false);
  const limits = view.limits ?? [];
  if (limits.length === 0) return null;
  const mayAdjust = me.roles.includes("physician");
  return (
    <section className="panel" aria-labelledby="limits-title">
      <h2 id="limits-title">{t`Limits`}</h2>
      <p className="panel-lead">
        {view.session?.order.protocolApproved ? t`Approved for this clinic` : t`Sample limits, approved by nobody`}
      </p>
      <table className="limits">
        <caption className="vh">{t`Limits in force for this session`}</caption>
        <tbody>
          {bySide(limits).map((side) => (
            <tr key={side.key}>
              <th scope="row">
                <Subscripts text={side.label} />{" "}
                <span className="note">{side.side === "low" ? t`below` : t`above`}</span>
              </th>
              <td className="limit-stages">
                {side.stages.map((limit) => (
                  <Stage key={limitKey(limit)} limit={limit} />
                ))}
              </td>
              <td className="note">{side.unit}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {limits.map(
        (limit) =>
          limit.adjusted && <Adjusted key={limitKey(limit)} limit={limit} session={session} mayUndo={mayAdjust} />,
      )}
      {mayAdjust && limits.some(isAdjustable) && (
        <button type="button" className="btn" aria-expanded={adjusting} onClick={() => setAdjusting(!adjusting)}>
          {adjusting ? t`Leave the limits` : t`Adjust a limit`}
        </button>
      )}
      {mayAdjust && adjusting && (
        <AdjustLimit limits={limits.filter(isAdjustable)} session={session} onDone={() => setAdjusting(false)} />
      )}
    </section>
  );
}

const Stage = ({ limit }: { limit: LimitView }) => {
  const crossed = crossedFirst(limit);
  return (
    <span className={`limit-stage event-${limit.priority}${limit.adjusted ? " is-adjusted" : ""}`}>
      <PriorityMark priority={limit.priority} />
      <span className="vh">{t`${priorityWords[limit.priority]} priority:`} </span>
      <b className="fig">{limitFigure(crossed)}</b>
      {limit.adjusted && <span className="vh"> {t`adjusted`}</span>}
      {crossed !== limit.value && <span className="note"> {t`of baseline`}</span>}
    </span>
  );
};

interface AdjustedProps {
  limit: LimitView;
  session: string;
  mayUndo: boolean;
}

function Adjusted({ limit, session, mayUndo }: AdjustedProps) {
  const send = useSend();
  const { data: events } = useChartEvents(session);
  const timeZone = useTimeZone();
  const { adjusted } = limit;
  if (!adjusted) return null;
  const why = whyOf(limit, events);
  const undo = () =>
    void send(session, {
      type: "adjust_limit",
      metric: limit.metric,
      side: limit.side,
      priority: limit.priority,
      value: adjusted.approved,
      reason: t`Set back to the protocol's limit`,
    });
  return (
    <p className="limit-adjusted">
      <span>
        <Trans>
          <Subscripts text={limit.label} /> {sideWords[limit.side]}, {priorityWords[limit.priority].toLowerCase()}{" "}
          priority:{" "}
          <b className="fig">
            {limitFigure(limit.value)} {limit.unit}
          </b>{" "}
          instead of {limitFigure(adjusted.approved)} {limit.unit}
          <span className="note">
            {" "}
            {adjusted.by}, {clockTime(adjusted.at, timeZone)}
            {why === null ? ". The reason stands in the chart." : `: ${why}`}
          </span>
        </Trans>
      </span>
      {mayUndo && (
        <button type="button" className="btn" onClick={undo}>
          {t`Set back to ${limitFigure(adjusted.approved)}`}
        </button>
      )}
    </p>
  );
}
