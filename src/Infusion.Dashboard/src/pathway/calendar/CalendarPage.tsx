import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "../pathway.css";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useClock, useTimeZone } from "../../live/LiveContext";
import { isPhysician, isTherapistAlone } from "../../session/roles";
import { useSignedIn } from "../../session/SessionContext";
import { Page } from "../../ui/Page";
import { wallClock } from "../../ui/Period";
import { Reading } from "../../ui/Reading";
import type { CalendarEntry } from "../contract";
import { addDays, dayWords, mondayOf, shortDay } from "../days";
import { useCalendar } from "../queries";
import type { Slot } from "../SlotFields";
import { DayView } from "./DayView";
import { EntryDialog } from "./EntryDialog";
import { Feeds } from "./Feeds";
import { type By, byWords } from "./rows";
import { SettingsForm } from "./SettingsForm";
import { WeekView } from "./WeekView";

type View = "day" | "week";

interface Opened {
  entry: CalendarEntry;
  at?: Slot;
}

/** A day or a week of chairs, therapists or patients; an appointment is opened, and moved, from here. */
export default function CalendarPage() {
  const { me } = useSignedIn();
  const [query, setQuery] = useSearchParams();
  const [opened, setOpened] = useState<Opened | null>(null);
  const timeZone = useTimeZone();
  const [first] = useState(useClock((nowMs) => wallClock(nowMs, timeZone).slice(0, 10)));
  const isAlone = isTherapistAlone(me.roles);
  const views: By[] = isAlone ? ["therapist", "patient"] : ["chair", "therapist", "patient"];
  const view: View = query.get("view") === "day" ? "day" : "week";
  const by = views.find((each) => each === query.get("by")) ?? views[0] ?? "patient";
  const day = query.get("day") ?? first;
  const from = view === "week" ? mondayOf(day) : day;
  const asked = useCalendar(from, view === "week" ? 7 : 1);
  const { data: calendar } = asked;
  const show = (part: { view?: View; by?: By; day?: string }) =>
    setQuery({ view, by, day, ...part }, { replace: true });
  const step = view === "week" ? 7 : 1;
  const open = (entry: CalendarEntry, at?: Slot) => setOpened({ entry, at });

  return (
    <Page title={t`Calendar`} className="sheets">
      <section aria-labelledby="cal-title">
        <h2 id="cal-title">{view === "day" ? dayWords(day) : t`${shortDay(from)} to ${dayWords(addDays(from, 6))}`}</h2>
        <div className="sheet-tools">
          <fieldset className="seg" aria-label={t`How much`}>
            {(["day", "week"] as const).map((each) => (
              <button
                key={each}
                type="button"
                className="btn"
                aria-pressed={view === each}
                onClick={() => show({ view: each })}
              >
                {each === "day" ? t`Day` : t`Week`}
              </button>
            ))}
          </fieldset>
          <fieldset className="seg" aria-label={t`By`}>
            {views.map((each) => (
              <button
                key={each}
                type="button"
                className="btn"
                aria-pressed={by === each}
                onClick={() => show({ by: each })}
              >
                {byWords[each]}
              </button>
            ))}
          </fieldset>
          <fieldset className="seg" aria-label={t`When`}>
            <button type="button" className="btn" onClick={() => show({ day: addDays(day, -step) })}>
              {t`Before`}
            </button>
            <button type="button" className="btn" onClick={() => show({ day: calendar?.today ?? first })}>
              {t`Today`}
            </button>
            <button type="button" className="btn" onClick={() => show({ day: addDays(day, step) })}>
              {t`After`}
            </button>
          </fieldset>
          <label>
            {t`Day`}
            <input
              type="date"
              value={day}
              onChange={(event) => event.target.value !== "" && show({ day: event.target.value })}
            />
          </label>
        </div>
        <Reading query={asked} what={t`The calendar`} />
        {calendar && view === "day" && <DayView calendar={calendar} day={day} by={by} open={open} />}
        {calendar && view === "week" && (
          <WeekView calendar={calendar} by={by} open={open} openDay={(to) => show({ view: "day", day: to })} />
        )}
        <p className="note">
          <Trans>
            Days and times are the clinic's{calendar && ` (${calendar.timeZone})`}. Press an appointment to look at it
            or to move it; by keyboard, Shift and an arrow propose 15 minutes or a day earlier or later. Nothing moves
            before you confirm it, and what the rules refuse stays where it is.
          </Trans>
        </p>
      </section>
      <Feeds chairs={calendar?.chairs ?? []} therapists={calendar?.therapists ?? []} />
      {(isPhysician(me.roles) || me.roles.includes("manager")) && <SettingsForm />}
      {opened && calendar && (
        <EntryDialog {...opened} chairs={calendar.chairs} today={calendar.today} close={() => setOpened(null)} />
      )}
    </Page>
  );
}
