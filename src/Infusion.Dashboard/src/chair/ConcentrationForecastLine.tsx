import { t } from "@lingui/core/macro";
import type { ConcentrationCourse } from "../session/contract";
import { bandWords, belowWords, ifWords, type Supposition } from "./concentration";

interface Props {
  course: ConcentrationCourse;
  supposition: Supposition;
  level: number | null;
  timeZone: string;
}

/** The forecast in words: how high the plasma gets, and when the effect site is below the level. */
export function ConcentrationForecastLine({ course, supposition, level, timeZone }: Props) {
  const forecast = course[supposition];
  if (!forecast || !course.now) return null;
  return (
    <p className="readout" role="status">
      {t`Estimate ${ifWords(supposition, forecast)}: plasma up to ${bandWords(forecast.plasmaAtPeak)} ng/mL`}
      {level !== null &&
        forecast.below &&
        t`; effect site below ${level} ng/mL ${belowWords(forecast.below, Date.parse(course.now.asOf), timeZone)}`}
      .
    </p>
  );
}
