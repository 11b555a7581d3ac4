import { type Cell, tableOf } from "../csv";
import type { DoseReport } from "./contract";

const heads = [
  "began",
  "chair",
  "initials",
  "protocol",
  "protocol_version",
  "route",
  "weight_kg",
  "ordered_mg",
  "ordered_mg_per_kg",
  "ordered_ml_per_hour",
  "set_ml_per_hour",
  "standing",
  "delivered_mg",
  "delivered_mg_per_kg",
  "deviation_percent",
  "rate_deviation_percent",
  "ordered_minutes",
  "minutes",
];

/** One session a line. What is not known is empty, never 0. */
export const doseCsv = (report: DoseReport): string =>
  tableOf(
    "Doses",
    heads,
    report.sessions.map((each): Cell[] => [
      each.startedAt,
      each.chair,
      each.initials,
      each.protocol,
      each.protocolVersion,
      each.route,
      each.weightKg,
      each.orderedMg,
      each.orderedMgPerKg,
      each.orderedMlPerHour,
      each.setMlPerHour.join(" "),
      each.standing,
      each.deliveredMg,
      each.deliveredMgPerKg,
      each.deviationPercent,
      each.rateDeviationPercent,
      each.orderedMinutes,
      each.minutes,
    ]),
  ).join("\r\n");
