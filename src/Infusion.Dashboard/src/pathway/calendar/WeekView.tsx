import { t } from "@lingui/core/macro";
import type { Calendar, CalendarEntry } from "../contract";
import { clock, shortDay } from "../days";
import type { Slot } from "../SlotFields";
import { Entry } from "./Entry";
import { type By, byWords, rowsOf } from "./rows";

interface Props {
  calendar: Calendar;
  by: By;
  open: (entry: CalendarEntry, at?: Slot) => void;
  openDay: (day: string) => void;
}

/** Seven days: a row for each, a column for each day. */
export function WeekView({ calendar, by, open, openDay }: Props) {
  const rows = rowsOf(calendar, by);
  // A closed day without appointments needs no room.
  const days = calendar.days.filter(
    ({ day, open: opens }) => opens !== null || calendar.entries.some((each) => each.when.day === day),
  );
  if (rows.length === 0 || days.length === 0) return <p>{t`No appointment that week.`}</p>;
  return (
    <div className="sheet-scroll">
      <table className="sheet cal-week">
        <thead>
          <tr>
            <th scope="col">{byWords[by]}</th>
            {days.map(({ day, open: opens, close }) => (
              <th key={day} scope="col" aria-current={day === calendar.today ? "date" : undefined}>
                <button type="button" className="cal-day-head" onClick={() => openDay(day)}>
                  {shortDay(day)}
                </button>
                <small>{opens && close ? t`${clock(opens)} to ${clock(close)}` : t`closed`}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.name}</th>
              {days.map(({ day }) => (
                <td key={day}>
                  {row.entries
                    .filter((each) => each.when.day === day)
                    .map((entry) => (
                      <Entry key={entry.appointment} entry={entry} open={open} />
                    ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
