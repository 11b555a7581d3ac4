import type { AlarmReport } from "./contract";

export type Cell = string | number | boolean | null;

/** A cell as every spreadsheet reads it. A text that begins like a formula is a text. */
export function cell(value: Cell): string {
  if (value === null) return "";
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const tableOf = (title: string, heads: string[], rows: Cell[][]): string[] =>
  [[title], heads, ...rows, []].map((row) => row.map(cell).join(","));

/** All numbers of the report, table after table. Durations are seconds; an unknown one is empty. */
export const csvOf = (report: AlarmReport): string =>
  [
    ...tableOf(
      "Report",
      [
        "from",
        "to",
        "sessions",
        "monitored_hours",
        "alarms",
        "alarms_per_hour",
        "alarms_per_session",
        "alarms_outside_sessions",
      ],
      [
        [
          report.from,
          report.to,
          report.sessions,
          report.monitoredHours,
          report.alarms,
          report.perHour,
          report.perSession,
          report.outsideSessions,
        ],
      ],
    ),
    ...tableOf(
      "By priority",
      [
        "priority",
        "alarms",
        "per_hour",
        "per_session",
        "acknowledged",
        "median_seconds_to_acknowledge",
        "p90_seconds_to_acknowledge",
        "within_seconds",
        "acknowledged_within",
        "ended_by_themselves",
      ],
      report.byPriority.map((each) => [
        each.priority,
        each.alarms,
        each.perHour,
        each.perSession,
        each.acknowledged,
        each.medianSecondsToAcknowledge,
        each.ninetiethSecondsToAcknowledge,
        each.withinSeconds,
        each.acknowledgedWithin,
        each.endedByThemselves,
      ]),
    ),
    ...tableOf(
      "Time to acknowledge",
      [
        "priority",
        ...report.answerBoundsSeconds.map((bound) => `within_${bound}_s`),
        "later",
        "paused_alone",
        "nobody_acted",
      ],
      report.answers.map((each) => [each.priority, ...each.within, each.later, each.pausedAlone, each.nobodyActed]),
    ),
    ...tableOf(
      "Hours of the day",
      ["hour", "monitored_hours", "high", "medium", "low", "alarms_per_monitored_hour"],
      report.hoursOfDay.map((each) => [
        each.hour,
        each.monitoredHours,
        each.high,
        each.medium,
        each.low,
        each.perMonitoredHour,
      ]),
    ),
    ...tableOf(
      "Rules",
      [
        "rule",
        "id",
        "metric",
        "priority",
        "limit",
        "unit",
        "alarms",
        "sessions",
        "median_seconds",
        "total_seconds",
        "acknowledged",
        "short_and_unanswered",
        "noisy",
      ],
      report.rules.map((each) => [
        each.rule,
        each.id,
        each.metric,
        each.priority,
        each.hardLimit,
        each.unit,
        each.alarms,
        each.sessions,
        each.medianSeconds,
        each.totalSeconds,
        each.acknowledged,
        each.shortAndUnanswered,
        each.isNoisy,
      ]),
    ),
    ...tableOf(
      "Patients with the most alarms",
      ["initials", "sessions", "alarms"],
      report.patients.map((each) => [each.initials, each.sessions, each.alarms]),
    ),
  ].join("\r\n");

export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
