import { t } from "@lingui/core/macro";
import "uplot/dist/uPlot.min.css";
import "./outcomes.css";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import { LinkForm } from "./LinkForm";
import { useOutcomes } from "./queries";
import { SafetyTaskList } from "./SafetyTaskList";
import { SeriesSection } from "./SeriesSection";
import { day } from "./words";

/** One patient's scores over time, with the days of the infusions. */
export default function OutcomesPage() {
  const { patient = "" } = useParams();
  const [since, setSince] = useState("");
  const query = useOutcomes(patient, since);
  const { data } = query;
  const used = data?.series.filter((series) => series.assessments.length > 0) ?? [];
  return (
    <Page title={t`Scores`} className="sheets outcomes">
      <Reading query={query} what={t`The scores`} />
      {data && (
        <>
          <section aria-labelledby="outcomes-who">
            <h2 id="outcomes-who">{data.name}</h2>
            <div className="sheet-tools">
              <Link className="btn btn--act" to={`/patients/${encodeURIComponent(patient)}/outcomes/enter`}>
                {t`Enter scores`}
              </Link>
              <Link className="btn" to="/patients">
                {t`Patients`}
              </Link>
              <label>
                {t`Baseline up to`}
                <input
                  type="date"
                  max={data.today}
                  value={since}
                  onChange={(event) => setSince(event.currentTarget.value)}
                />
              </label>
            </div>
            <p>
              {data.infusionDays.length === 0
                ? t`No infusion yet.`
                : t`Infusions: ${data.infusionDays.map(day).join(", ")}.`}{" "}
              {t`The baseline is the last valid score up to ${since ? day(since) : t`the first infusion`}.`}
            </p>
          </section>
          {data.safetyTasks.length > 0 && (
            <section aria-labelledby="outcomes-safety">
              <h2 id="outcomes-safety">{t`Safety tasks`}</h2>
              <SafetyTaskList tasks={data.safetyTasks} />
            </section>
          )}
          <LinkForm patient={data} />
          {used.length === 0 && <p className="notice">{t`Nothing is entered yet.`}</p>}
          {used.map((series) => (
            <SeriesSection
              key={series.instrument.instrument}
              series={series}
              patient={patient}
              infusionDays={data.infusionDays}
            />
          ))}
        </>
      )}
    </Page>
  );
}
