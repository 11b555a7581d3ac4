import { isReadable, nibpStanding, type Standing, vitalStanding } from "../live/age";
import type { ChairView } from "../live/contract";
import { useClock, useIsCut } from "../live/LiveContext";
import { ClockTime } from "../ui/ClockTime";
import { figure } from "../ui/format";
import { type ShownVital, trendWords, vitalUnits } from "../ui/words";
import { shownVitals, vitalLabels } from "./unknowns";
import { standingWords } from "./words";

const range = (low: number | null, high: number | null, unit: string): string =>
  low === null && high === null ? "no limit" : `${figure(low)} to ${figure(high)} ${unit}`;

/** The last values with their age. One that may not stand as a number says why. */
export function Now({ view }: { view: ChairView }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by keyboard
    <section className="chart-scroll" tabIndex={0} aria-label="Values now, as a table">
      <table>
        <caption>Values now</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Value</th>
            <th scope="col">Measured</th>
            <th scope="col">Trend</th>
            <th scope="col">Limits</th>
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
            {value.by && ", by hand"}
            {standing === "questionable" && ", signal poor"}
          </>
        ) : (
          <i>{standingWords[standing]}</i>
        )}
      </td>
      <td>{value ? <ClockTime at={value.at} seconds /> : "never"}</td>
      <td>{isNumber && value.trend ? trendWords[value.trend] : "not known"}</td>
      <td>{value ? range(value.low, value.high, vitalUnits[vital]) : "no limit"}</td>
    </tr>
  );
}

function Pressure({ view: { nibp } }: { view: ChairView }) {
  const cut = useIsCut();
  const standing = useClock((nowMs) => nibpStanding(nibp, nowMs, cut)) as Standing;
  const isNumber = isReadable(standing) && nibp !== null;
  return (
    <tr>
      <th scope="row">Blood pressure</th>
      <td>
        {isNumber ? (
          <>
            <b>
              {figure(nibp.systolic)}/{figure(nibp.diastolic)} mmHg
            </b>
            {nibp.by && ", by hand"}
          </>
        ) : (
          <i>{standingWords[standing]}</i>
        )}
      </td>
      <td>{nibp ? <ClockTime at={nibp.at} seconds /> : "never"}</td>
      <td>not known</td>
      <td>{nibp ? `systolic ${range(nibp.systolicLow, nibp.systolicHigh, "mmHg")}` : "no limit"}</td>
    </tr>
  );
}
