import { t } from "@lingui/core/macro";
import { isReadable, nibpStanding, type Standing, vitalStanding } from "../live/age";
import type { ChairView } from "../live/contract";
import { useClock, useIsCut } from "../live/LiveContext";
import { ClockTime } from "../ui/ClockTime";
import { figure } from "../ui/format";
import { type ShownVital, trendWords, vitalUnits } from "../ui/words";
import { shownVitals, vitalLabels } from "./unknowns";
import { standingWords } from "./words";

const range = (low: number | null, high: number | null, unit: string): string =>
  low === null && high === null ? t`no limit` : t`${figure(low)} to ${figure(high)} ${unit}`;

/** The last values with their age. One that may not stand as a number says why. */
export function Now({ view }: { view: ChairView }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by keyboard
    <section className="chart-scroll" tabIndex={0} aria-label={t`Values now, as a table`}>
      <table>
        <caption>{t`Values now`}</caption>
        <thead>
          <tr>
            <th scope="col">{t`What`}</th>
            <th scope="col">{t`Value`}</th>
            <th scope="col">{t`Measured`}</th>
            <th scope="col">{t`Trend`}</th>
            <th scope="col">{t`Limits`}</th>
          </tr>
        </thead>
        <tbody>
          {shownVitals.map((vital) => (
            <Vital key={vital} vital={vital} view={view} />
          ))}
          <Pressure view={view} />
        </tbody>
      </table>
    </section>
  );
}

function Vital({ vital, view }: { vital: ShownVital; view: ChairView }) {
  const cut = useIsCut();
  const value = view.vitals[vital];
  const standing = useClock((nowMs) => vitalStanding(value, nowMs, cut)) as Standing;
  const isNumber = isReadable(standing) && value !== undefined;
  return (
    <tr>
      <th scope="row">{vitalLabels[vital]}</th>
      <td>
        {isNumber ? (
          <>
            <b>
              {figure(value.value)} {vitalUnits[vital]}
            </b>
            {value.by && t`, by hand`}
            {standing === "questionable" && t`, signal poor`}
          </>
        ) : (
          <i>{standingWords[standing]}</i>
        )}
      </td>
      <td>{value ? <ClockTime at={value.at} seconds /> : t`never`}</td>
      <td>{isNumber && value.trend ? trendWords[value.trend] : t`not known`}</td>
      <td>{value ? range(value.low, value.high, vitalUnits[vital]) : t`no limit`}</td>
    </tr>
  );
}

function Pressure({ view: { nibp } }: { view: ChairView }) {
  const cut = useIsCut();
  const standing = useClock((nowMs) => nibpStanding(nibp, nowMs, cut)) as Standing;
  const isNumber = isReadable(standing) && nibp !== null;
  return (
    <tr>
      <th scope="row">{t`Blood pressure`}</th>
      <td>
        {isNumber ? (
          <>
            <b>
              {figure(nibp.systolic)}/{figure(nibp.diastolic)} mmHg
            </b>
            {nibp.by && t`, by hand`}
          </>
        ) : (
          <i>{standingWords[standing]}</i>
        )}
      </td>
      <td>{nibp ? <ClockTime at={nibp.at} seconds /> : t`never`}</td>
      <td>{t`not known`}</td>
      <td>{nibp ? t`systolic ${range(nibp.systolicLow, nibp.systolicHigh, "mmHg")}` : t`no limit`}</td>
    </tr>
  );
}
