import { t } from "@lingui/core/macro";
import "../pathway.css";
import { useState } from "react";
import { useClock } from "../../live/LiveContext";
import { isTherapist } from "../../session/roles";
import { useSignedIn } from "../../session/SessionContext";
import { Page } from "../../ui/Page";
import { Reading } from "../../ui/Reading";
import type { CalendarEntry, TherapyStanding } from "../contract";
import { addDays, clock, dayWords } from "../days";
import { useCalendar } from "../queries";
import { nameOf, therapyWords } from "../words";
import { HandOffSheet } from "./HandOffSheet";

const shownDays = 8;

/** A therapist's appointments, and of each the hand-off of the infusion before it. */
export default function TherapyPage() {
  const { me } = useSignedIn();
  const [first] = useState(useClock((nowMs) => new Date(nowMs).toISOString().slice(0, 10)));
  const [said, setSaid] = useState<string | null>(null);
  // The day before too: what was not recorded yesterday is asked for today.
  const query = useCalendar(addDays(said ?? first, -1), shownDays);
  const { data: calendar } = query;
  const [chosen, setChosen] = useState<string | null>(null);
  const mine =
    calendar?.entries.filter(
      (each) => each.kind === "therapy" && each.therapist === me.name && each.standing !== "cancelled",
    ) ?? [];
  const day = said ?? calendar?.today ?? first;
  const days = [...new Set([day, ...mine.map((each) => each.when.day)])].sort();
  const entry =
    mine.find((each) => each.appointment === chosen) ??
    mine.find((each) => each.when.day >= day) ??
    mine.find((each) => each.standing === "planned");
  if (!isTherapist(me.roles)) {
    return (
      <Page title={t`Talk therapy`} className="sheets">
        <p className="notice">{t`This page is for therapists. The calendar shows everybody's appointments.`}</p>
      </Page>
    );
  }
  return (
    <Page title={t`Talk therapy`} className="sheets">
      <Reading query={query} what={t`The appointments`} />
      {calendar && (
        <div className="th-split">
          <section aria-labelledby="th-day" className="th-list">
            <h2 id="th-day">{me.displayName}</h2>
            <div className="sheet-tools">
              <label>
                {t`From`}
                <input
                  type="date"
                  value={day}
                  onChange={(event) => event.target.value !== "" && setSaid(event.target.value)}
                />
              </label>
              <button type="button" className="btn" onClick={() => setSaid(null)}>
                {t`Today`}
              </button>
            </div>
            {days.map((each) => (
              <DayList
                key={each}
                day={each}
                isToday={each === calendar.today}
                entries={mine.filter((other) => other.when.day === each)}
                chosen={entry?.appointment ?? null}
                choose={setChosen}
              />
            ))}
          </section>
          {entry && (
            <HandOffSheet
              key={entry.appointment}
              plan={entry.plan}
              appointment={entry.appointment}
              timeZone={calendar.timeZone}
            />
          )}
        </div>
      )}
    </Page>
  );
}

interface DayListProps {
  day: string;
  isToday: boolean;
  entries: CalendarEntry[];
  chosen: string | null;
  choose: (appointment: string) => void;
}

const DayList = ({ day, isToday, entries, chosen, choose }: DayListProps) => (
  <>
    <h3>{isToday ? t`Today, ${dayWords(day)}` : dayWords(day)}</h3>
    {entries.length === 0 && <p className="note">{t`No appointment.`}</p>}
    <ul className="th-entries">
      {entries.map((each) => (
        <li key={each.appointment}>
          <button
            type="button"
            className="btn btn--tall"
            aria-pressed={each.appointment === chosen}
            onClick={() => choose(each.appointment)}
          >
            <b className="fig">{clock(each.when.time)}</b>
            <span>{nameOf(each.patient)}</span>
            <small>
              {each.conflict ? t`no longer fits` : therapyWords[each.standing as TherapyStanding].toLowerCase()}
            </small>
          </button>
        </li>
      ))}
    </ul>
  </>
);
