import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { alarmAbout } from "../live/alarmTarget";
import type { ChairView, SessionView } from "../live/contract";
import { isPumpStale } from "../live/dose";
import { useClock, useIsCut } from "../live/LiveContext";
import { age, figure, withUnit } from "../ui/format";
import { NibpCell } from "../ui/vitals/NibpCell";
import { VitalCell } from "../ui/vitals/VitalCell";
import type { TrackKey } from "./recorder";

interface Props {
  track: TrackKey;
  view: ChairView;
  session: SessionView;
}

/** The value now, left of its past. */
export function TrackGauge({ track, view, session }: Props) {
  switch (track) {
    case "hr":
      return <VitalCell vital={view.vitals.hr?.value == null && view.vitals.pulse ? "pulse" : "hr"} view={view} />;
    case "spo2":
    case "rr":
    case "etco2":
      return <VitalCell vital={track} view={view} />;
    case "nibp":
      return <NibpCell value={view.nibp} alarm={alarmAbout(view, "nibp")} />;
    case "rate":
      return <RateGauge view={view} session={session} />;
    case "given":
      return (
        <div className="vital v-drug">
          <span className="lab">
            <Trans>
              Given <small>mg</small>
            </Trans>
          </span>
          <span className="num fig">{figure(session.givenMg, 1)}</span>
          <span className="sub">{t`of ${withUnit(session.order.doseMg, "mg", 1)} ordered`}</span>
        </div>
      );
  }
}

function RateGauge({ view, session }: { view: ChairView; session: SessionView }) {
  const cut = useIsCut();
  const { pump } = view;
  const stale = useClock((nowMs) => cut || isPumpStale(pump, nowMs));
  const silentFor = useClock((nowMs) => (pump ? age(nowMs - Date.parse(pump.receivedAt)) : ""));
  return (
    <div className={`vital v-drug${stale ? " stale" : ""}`}>
      <span className="lab">
        <Trans>
          Rate <small>mL/h</small>
        </Trans>
      </span>
      <span className={`num fig${stale ? " blank" : ""}`}>{stale ? "– –" : figure(pump?.rateMlPerHour, 1)}</span>
      <span className="sub">
        {stale
          ? pump
            ? t`no value ${silentFor}`
            : t`no pump`
          : t`ordered ${withUnit(session.order.rateMlPerHour, "mL/h", 1)}`}
      </span>
    </div>
  );
}
