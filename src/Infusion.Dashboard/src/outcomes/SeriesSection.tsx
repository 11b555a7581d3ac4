import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useCallback, useMemo, useState } from "react";
import { Drawn } from "../chair/Drawn";
import { useNames } from "../session/queries";
import { useMode } from "../ui/mode";
import type { Assessment, Series } from "./contract";
import { drawingOf, type SeriesDrawing, seriesOptions } from "./seriesPlot";
import { Withdraw } from "./Withdraw";
import { changeText, courseText, day, ruleText, totalText } from "./words";

interface Props {
  series: Series;
  patient: string;
  infusionDays: string[];
}

/** One instrument over time: the line for the eye, the table for everybody. */
export function SeriesSection({ series, patient, infusionDays }: Props) {
  const { instrument, assessments } = series;
  const drawing = useMemo(() => drawingOf(series, infusionDays), [series, infusionDays]);
  const title = `series-${instrument.instrument}`;
  return (
    <section aria-labelledby={title}>
      <h2 id={title}>
        {instrument.name} <small>{instrument.about}</small>
      </h2>
      {drawing ? <Plot drawing={drawing} /> : <p>{t`No valid total yet, so there is no line.`}</p>}
      <div className="sheet-scroll">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">{t`Day`}</th>
              <th scope="col">{t`${instrument.totalLabel}, of ${instrument.highest}`}</th>
              <th scope="col">{t`Band`}</th>
              <th scope="col">{t`From the baseline`}</th>
              <th scope="col">{t`Course`}</th>
              <th scope="col">{t`By`}</th>
              <th scope="col">
                <span className="vh">{t`Withdraw`}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {[...assessments].reverse().map((each) => (
              <Row key={each.id} assessment={each} patient={patient} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="note">
        {instrument.validity} {ruleText(instrument)}
      </p>
    </section>
  );
}

function Plot({ drawing }: { drawing: SeriesDrawing }) {
  const mode = useMode();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mode is read from the document when drawing
  const options = useCallback(seriesOptions, [mode]);
  return (
    <div className="series-plot">
      <Drawn key={mode} input={drawing} options={options} />
      {drawing.infusions.length > 0 && <p className="note">{t`A dotted upright is a day with an infusion.`}</p>}
    </div>
  );
}

function Row({ assessment, patient }: { assessment: Assessment; patient: string }) {
  const nameOf = useNames();
  const [isOpen, setOpen] = useState(false);
  const { score, withdrawn } = assessment;
  const parts = score.parts.map((part) => `${part.label} ${part.value ?? t`not valid`}`).join(", ");
  return (
    <>
      <tr className={withdrawn ? "is-withdrawn" : ""}>
        <th scope="row">
          {day(assessment.on)}
          {assessment.isOffSchedule && <small>{t`sooner than its schedule`}</small>}
        </th>
        <td>
          <b>{totalText(score)}</b>
          {score.missing > 0 && <small>{t`${score.missing} not answered`}</small>}
          {parts && <small>{parts}</small>}
        </td>
        <td>{score.band ?? "–"}</td>
        <td>{changeText(assessment)}</td>
        <td>{withdrawn ? t`withdrawn: ${withdrawn.reason ?? t`reason erased`}` : courseText(assessment)}</td>
        <td>{assessment.isByTablet ? t`patient, on a tablet` : nameOf(assessment.by)}</td>
        <td>
          {!withdrawn && (
            <button type="button" className="btn" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              <Trans>
                Withdraw<span className="vh"> the one of {day(assessment.on)}</span>
              </Trans>
            </button>
          )}
        </td>
      </tr>
      {isOpen && !withdrawn && (
        <tr>
          <td colSpan={7}>
            <Withdraw assessment={assessment.id} patient={patient} close={() => setOpen(false)} />
          </td>
        </tr>
      )}
    </>
  );
}
