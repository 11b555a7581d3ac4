import { t } from "@lingui/core/macro";
import { figure } from "../ui/format";
import { priorityWords } from "../ui/words";
import type { AlarmReport } from "./contract";
import { AsTable } from "./plots/AsTable";
import { Columns } from "./plots/Columns";
import type { Legend } from "./plots/fills";
import { duration, shareOf } from "./words";

const legend: Legend[] = [
  { fill: "high", words: priorityWords.high },
  { fill: "medium", words: priorityWords.medium },
  { fill: "low", words: priorityWords.low },
];

const twoDigits = (hour: number): string => String(hour).padStart(2, "0");

/** When in the day alarms come, for the hours in which anybody was watched. */
export function HoursPicture({ report }: { report: AlarmReport }) {
  const watched = report.hoursOfDay.filter((each) => each.monitoredHours > 0 || each.high + each.medium + each.low > 0);
  const first = watched[0]?.hour;
  const last = watched.at(-1)?.hour;
  if (first === undefined || last === undefined) return null;
  const hours = report.hoursOfDay.slice(first, last + 1);
  const busiest = hours.reduce((most, each) =>
    (each.perMonitoredHour ?? 0) > (most.perMonitoredHour ?? 0) ? each : most,
  );
  return (
    <section aria-labelledby="report-hours">
      <h2 id="report-hours">{t`When in the day`}</h2>
      <Columns
        alternative={t`Alarms a monitored hour by the hour of the day, from ${twoDigits(first)} to ${twoDigits(last)} o'clock; the most, ${figure(busiest.perMonitoredHour, 1)}, from ${twoDigits(busiest.hour)} o'clock on.`}
        unit="alarms a monitored hour"
        legend={legend}
        labelEvery={hours.length > 14 ? 2 : 1}
        columns={hours.map((each) => ({
          key: String(each.hour),
          label: twoDigits(each.hour),
          parts:
            each.monitoredHours > 0
              ? (["low", "medium", "high"] as const).map((fill) => ({ fill, amount: each[fill] / each.monitoredHours }))
              : null,
          amount: figure(each.perMonitoredHour, 1),
        }))}
      />
      <p className="note">{t`By the clinic's clock. "?": nobody was watched in that hour, so there is no rate.`}</p>
      <AsTable
        title={t`When in the day`}
        heads={[t`Hour from`, t`Monitored hours`, t`High`, t`Medium`, t`Low`, t`A monitored hour`]}
        rows={hours.map((each) => ({
          key: String(each.hour),
          cells: [
            twoDigits(each.hour),
            figure(each.monitoredHours, 1),
            each.high,
            each.medium,
            each.low,
            figure(each.perMonitoredHour, 1),
          ],
        }))}
      />
    </section>
  );
}

/** How soon somebody answered, and how often nobody did. */
export function AnswersPicture({ report }: { report: AlarmReport }) {
  if (report.alarms === 0) return null;
  const bounds = report.answerBoundsSeconds;
  const groups = [
    ...bounds.map((bound, index) => ({
      label: t`to ${duration(bound)}`,
      of: (at: number) => report.answers[at]?.within[index] ?? 0,
    })),
    { label: t`later`, of: (at: number) => report.answers[at]?.later ?? 0 },
    { label: t`paused only`, of: (at: number) => report.answers[at]?.pausedAlone ?? 0 },
    { label: t`nobody acted`, of: (at: number) => report.answers[at]?.nobodyActed ?? 0 },
  ];
  const places = report.answers.map((each, place) => ({ priority: each.priority, place }));
  const nobody = report.answers.reduce((sum, each) => sum + each.nobodyActed, 0);
  const sumOf = (of: (place: number) => number) => places.reduce((sum, { place }) => sum + of(place), 0);
  return (
    <section aria-labelledby="report-answers">
      <h2 id="report-answers">{t`How soon somebody acted`}</h2>
      <p>
        {t`Somebody acknowledged or paused ${shareOf(report.alarms - nobody, report.alarms)}. Nobody did anything about ${shareOf(nobody, report.alarms)}.`}
      </p>
      <Columns
        alternative={t`Alarms by the time to acknowledge: ${groups.map((group) => `${sumOf(group.of)} ${group.label}`).join(", ")}.`}
        unit="alarms"
        legend={legend}
        columns={groups.map((group) => ({
          key: group.label,
          label: group.label,
          parts: [...places].reverse().map(({ priority, place }) => ({ fill: priority, amount: group.of(place) })),
        }))}
      />
      <AsTable
        title={t`How soon somebody acted`}
        heads={[t`Acknowledged`, ...places.map(({ priority }) => priorityWords[priority]), t`All`]}
        rows={groups.map((group) => ({
          key: group.label,
          cells: [group.label, ...places.map(({ place }) => group.of(place)), sumOf(group.of)],
        }))}
      />
    </section>
  );
}
