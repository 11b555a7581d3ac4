import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMemo, useState } from "react";
import type { ChairView, ConcentrationView, SessionView } from "../live/contract";
import { useClock, useIsCut, useTimeZone } from "../live/LiveContext";
import type { ChartEvent, ConcentrationCourse } from "../session/contract";
import { ClockTime } from "../ui/ClockTime";
import { clockTime, figure } from "../ui/format";
import { useMode } from "../ui/mode";
import { BandPlot } from "./BandPlot";
import { ConcentrationForecastLine } from "./ConcentrationForecastLine";
import {
  bandWords,
  isFrozen,
  noteWords,
  pointNear,
  type Site,
  type Supposition,
  siteWords,
  suppositions,
  suppositionWords,
  toBands,
  typed,
} from "./concentration";
import { TimeLines } from "./MarkRows";
import { useConcentration } from "./useConcentration";
import type { TimeView } from "./useZoom";

const sites: Site[] = ["plasma", "effectSite"];

interface PanelProps {
  view: ChairView;
  session: SessionView;
  /** That of the tracks above it. */
  time: TimeView;
  events: readonly ChartEvent[];
}

/** What models make of the medicine given: a band, its past and what would be. For the eye, never for a dose. */
export function ConcentrationPanel({ view, session, time, events }: PanelProps) {
  const { axis, pointedMs } = time;
  const [supposition, setSupposition] = useState<Supposition>("goesOn");
  const [rateText, setRateText] = useState("");
  const [levelText, setLevelText] = useState("");
  const rate = supposition === "changesTo" ? typed(rateText, 0, 10_000) : null;
  const level = typed(levelText, 0.1, 100_000);
  const timeZone = useTimeZone();
  const { course, isEarlier, error } = useConcentration(session.id, rate, level);
  const mode = useMode();
  const cut = useIsCut();
  const { concentration } = view;
  const frozen = useClock((now) => concentration !== null && (cut || isFrozen(concentration, now)));
  const frozenSinceMs = frozen && concentration ? Date.parse(concentration.asOf) : null;

  const inputs = useMemo(() => {
    const shown =
      course && frozenSinceMs !== null ? { ...course, goesOn: null, stopsNow: null, changesTo: null } : course;
    return sites.map((site) => ({
      ...axis,
      frozenSinceMs,
      levelNgPerMl: site === "effectSite" ? level : null,
      columns: toBands(shown ?? nothing, supposition, site),
    }));
  }, [course, supposition, level, axis, frozenSinceMs]);

  return (
    <section className="trends concentration" aria-labelledby="concentration-title">
      <div className="tools">
        <h2 id="concentration-title">
          <Trans>
            Estimated concentration <small>an estimate, not measured, and no basis for a dose</small>
          </Trans>
        </h2>
        <fieldset className="seg">
          <legend className="vh">{t`What if, on the estimate only`}</legend>
          {suppositions.map((each) => (
            <button
              key={each}
              type="button"
              className="btn"
              aria-pressed={each === supposition}
              onClick={() => setSupposition(each)}
            >
              {suppositionWords[each]}
            </button>
          ))}
        </fieldset>
      </div>
      <div className="what-if">
        <EstimateAt course={course} supposition={supposition} atMs={pointedMs} />
        {supposition === "changesTo" && <Field label={t`Rate`} unit="mL/h" text={rateText} change={setRateText} />}
        <Field label={t`Effect site below`} unit="ng/mL" text={levelText} change={setLevelText} />
        {!frozen && course?.[supposition] && !isEarlier && (
          <ConcentrationForecastLine course={course} supposition={supposition} level={level} timeZone={timeZone} />
        )}
      </div>
      {error && !course && <p className="notice">{t`The estimate's course is not shown: ${error.message}`}</p>}
      <div className="tracks">
        {sites.map((site, i) => (
          <Row key={site} site={site} concentration={concentration} frozen={frozen} timeZone={timeZone}>
            {inputs[i] && (
              <BandPlot input={inputs[i]} timeZone={timeZone} isLast={i === sites.length - 1} mode={mode} />
            )}
          </Row>
        ))}
        <TimeLines events={events} axis={axis} pointedMs={pointedMs} />
      </div>
      {concentration?.notes.map((note) => (
        <p key={note} className="note">
          {noteWords[note]}
        </p>
      ))}
      <p className="legend">
        <Trans>
          <i className="key-band" /> lowest to highest of the models
          {course && `: ${course.models.map((model) => model.name).join(", ")}`} <i className="key-ahead" /> what they
          say would be
        </Trans>
      </p>
    </section>
  );
}

/** What the models say of the instant that is pointed at. */
function EstimateAt({
  course,
  supposition,
  atMs,
}: {
  course: ConcentrationCourse | undefined;
  supposition: Supposition;
  atMs: number | null;
}) {
  const point = atMs === null || !course ? null : pointNear(course, supposition, atMs);
  if (!point || atMs === null) return null;
  const band = (low: number | null, high: number | null) =>
    low === null || high === null ? t`not known` : t`${figure(low)}–${figure(high)} ng/mL`;
  const [, plasmaLow, plasmaHigh, siteLow, siteHigh] = point;
  return (
    <p className="readout">
      <Trans>
        <b>
          <ClockTime at={atMs} seconds />
        </b>{" "}
        estimate: plasma {band(plasmaLow, plasmaHigh)}, effect site {band(siteLow, siteHigh)}
      </Trans>
    </p>
  );
}

const nothing = { models: [], now: null, history: [], goesOn: null, stopsNow: null, changesTo: null };

interface FieldProps {
  label: string;
  unit: string;
  text: string;
  change: (text: string) => void;
}

const Field = ({ label, unit, text, change }: FieldProps) => (
  <label>
    {label}
    <input inputMode="decimal" size={6} value={text} onChange={(event) => change(event.currentTarget.value)} /> {unit}
  </label>
);

interface RowProps {
  site: Site;
  concentration: ConcentrationView | null;
  frozen: boolean;
  timeZone: string;
  children: React.ReactNode;
}

function Row({ site, concentration, frozen, timeZone, children }: RowProps) {
  const band = concentration?.[site];
  const blank = !band || frozen;
  return (
    <>
      <div className={`vital v-drug v-estimate${blank ? " stale" : ""}`}>
        <span className="lab">
          {siteWords[site]} <small>{t`ng/mL`}</small>
        </span>
        <span className={`num fig${blank ? " blank" : ""}`}>{blank ? "– –" : bandWords(band)}</span>
        <span className="sub">
          {!concentration || !band
            ? t`no pump counter heard`
            : frozen
              ? t`frozen at ${clockTime(concentration.asOf, timeZone, true)}`
              : t`${band.lowModel} to ${band.highModel}`}
        </span>
      </div>
      {children}
    </>
  );
}
