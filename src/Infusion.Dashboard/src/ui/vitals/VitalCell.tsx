import { t } from "@lingui/core/macro";
import { memo } from "react";
import { crossedLimit, isReadable, type Standing, vitalStanding } from "../../live/age";
import type { AlarmView } from "../../live/alarmContract";
import { alarmAbout } from "../../live/alarmTarget";
import type { ChairView, LiveValue } from "../../live/contract";
import { useClock, useIsCut } from "../../live/LiveContext";
import { age, figure, span } from "../format";
import { Icon } from "../Icon";
import { VitalName } from "../VitalName";
import { type ShownVital, trendIcons, trendWords, vitalUnits } from "../words";

const cellClass: Record<ShownVital, string> = { hr: "v-hr", pulse: "v-hr", spo2: "v-spo2", rr: "v-rr", etco2: "v-co2" };

export const VitalCell = ({ vital, view }: { vital: ShownVital; view: ChairView }) => (
  <Cell vital={vital} value={view.vitals[vital]} alarm={alarmAbout(view, vital)} />
);

interface CellProps {
  vital: ShownVital;
  value: LiveValue | undefined;
  alarm: AlarmView | null;
}

const Cell = memo(function Cell({ vital, value, alarm }: CellProps) {
  const cut = useIsCut();
  const standing = useClock((nowMs) => vitalStanding(value, nowMs, cut)) as Standing;
  const readable = isReadable(standing);
  const crossed = readable && value ? crossedLimit(value.value, value.low, value.high) : null;
  const state = readable ? alarmClass(alarm, crossed !== null) : standing === "never" ? " off" : " stale";
  return (
    <div className={`vital ${cellClass[vital]}${state}`}>
      <span className="lab">
        <span>
          <VitalName vital={vital} />
        </span>{" "}
        <small className="unit">{vitalUnits[vital]}</small>
        {readable && value && <Age of={value} />}
      </span>
      {readable && value ? (
        <Reading
          value={value.value}
          trend={value.trend}
          low={value.low}
          high={value.high}
          isByHand={Boolean(value.by)}
          questionable={standing === "questionable"}
          crossed={crossed}
        />
      ) : (
        <NoReading value={value} standing={standing} />
      )}
    </div>
  );
});

export function alarmClass(alarm: AlarmView | null, crossed: boolean): string {
  if (alarm && alarm.priority !== "low") {
    return ` is-${alarm.priority}${alarm.acknowledged ? " is-acknowledged" : " flash"}`;
  }
  return crossed || alarm ? " crossed" : "";
}

interface ReadingProps extends Pick<LiveValue, "value" | "trend" | "low" | "high"> {
  isByHand: boolean;
  questionable: boolean;
  crossed: "low" | "high" | null;
}

/** Told each thing by itself: a message that says the same number again renders nothing but its age. */
const Reading = memo(function Reading({ value, trend, low, high, isByHand, questionable, crossed }: ReadingProps) {
  return (
    <span className="val">
      <span className="num fig">{figure(value)}</span>
      <span className="side">
        {trend && <TrendArrow trend={trend} />}
        <span className="lim">
          {high !== null && <span className={crossed === "high" ? "hit" : ""}>{figure(high)}</span>}
          {low !== null && <span className={crossed === "low" ? "hit" : ""}>{figure(low)}</span>}
        </span>
      </span>
      {isByHand && <span className="sub">{t`by hand`}</span>}
      {questionable && <span className="sub doubt">{t`signal poor`}</span>}
    </span>
  );
});

export const TrendArrow = memo(({ trend }: { trend: NonNullable<LiveValue["trend"]> }) => (
  <span className={`arr${trend === "steady" ? " arr--flat" : ""}`}>
    <Icon name={trendIcons[trend]} />
    <span className="vh">{trendWords[trend]}</span>
  </span>
));

function Age({ of }: { of: LiveValue }) {
  const text = useClock((nowMs) => age(nowMs - Date.parse(of.receivedAt)));
  return <small className="age">{text}</small>;
}

const reasons: Partial<Record<Standing, string>> = { no_signal: t`no signal`, invalid: t`signal invalid` };

function NoReading({ value, standing }: { value: LiveValue | undefined; standing: Standing }) {
  const text = useClock((nowMs) => {
    if (!value) return t`none received`;
    return reasons[standing] ?? t`no value ${span(nowMs - Date.parse(value.receivedAt))}`;
  });
  return (
    <span className="val">
      <span className="num blank" aria-hidden="true">
        – –
      </span>
      <span className="sub">{text}</span>
    </span>
  );
}
