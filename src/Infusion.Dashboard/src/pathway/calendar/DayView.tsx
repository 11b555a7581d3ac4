import { t } from "@lingui/core/macro";
import type { Calendar, CalendarEntry } from "../contract";
import { timeAt } from "../days";
import type { Slot } from "../SlotFields";
import { Entry } from "./Entry";
import { type By, endOf, hoursOf, rowsOf, startOf } from "./rows";

interface Props {
  calendar: Calendar;
  day: string;
  by: By;
  open: (entry: CalendarEntry, at?: Slot) => void;
}

/** One day: a row for each, time from left to right, as on the board. */
export function DayView({ calendar, day, by, open }: Props) {
  const { from, to } = hoursOf(calendar, day);
  const place = (minutes: number) => `${(100 * (minutes - from)) / (to - from)}%`;
  const hours = Array.from({ length: (to - from) / 60 }, (_, i) => from + i * 60);
  const rows = rowsOf({ ...calendar, entries: calendar.entries.filter((each) => each.when.day === day) }, by);
  const isClosed = calendar.days.some((each) => each.day === day && each.open === null);
  return (
    <>
      {isClosed && <p className="note">{t`The clinic is closed that day.`}</p>}
      {rows.length === 0 && <p>{t`No appointment that day.`}</p>}
      {rows.length > 0 && (
        <div className="cal-day">
          <div className="cal-hours" aria-hidden="true">
            {hours.map((each) => (
              <span key={each} style={{ left: place(each) }}>
                {timeAt(each)}
              </span>
            ))}
          </div>
          <ul className="cal-rows">
            {rows.map((row) => (
              <li key={row.key}>
                <h3>{row.name}</h3>
                <div className="cal-lane" style={{ backgroundSize: `${100 / hours.length}% 100%` }}>
                  {row.entries.length === 0 && <p className="vh">{t`free`}</p>}
                  {row.entries.map((entry) => (
                    <Entry
                      key={entry.appointment}
                      entry={entry}
                      open={open}
                      isShort
                      style={{
                        left: place(startOf(entry)),
                        width: `${(100 * (endOf(entry) - startOf(entry))) / (to - from)}%`,
                      }}
                    />
                  ))}
                </div>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
