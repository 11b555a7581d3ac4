import { ClockTime } from "../ui/ClockTime";
import { calendarDay, figure } from "../ui/format";
import { PriorityMark } from "../ui/Icon";
import { priorityWords } from "../ui/words";
import type { WhatIfCount, WhatIfSession, WhatIfTotals } from "./contract";
import { SessionTimeline } from "./SessionTimeline";
import { alarmOf, changeWords, kindOf, kindSigns } from "./words";

export function Totals({ totals }: { totals: WhatIfTotals }) {
  const rows: [string, WhatIfCount][] = [
    ["As it was", totals.asItWas],
    ["As it would be", totals.asItWouldBe],
  ];
  const words: [string, number][] = [
    ["gained", totals.gained],
    ["lost", totals.lost],
    ["earlier", totals.earlier],
    ["later", totals.later],
    ["of another priority", totals.otherPriority],
    ["longer", totals.longer],
    ["shorter", totals.shorter],
  ];
  return (
    <section aria-labelledby="what-if-totals">
      <h2 id="what-if-totals">
        {totals.sessions} {totals.sessions === 1 ? "session" : "sessions"}, {figure(totals.monitoredHours, 1)} monitored
        hours
      </h2>
      <table className="sheet">
        <caption className="vh">Alarms before and after</caption>
        <thead>
          <tr>
            <th scope="col">Limits</th>
            <th scope="col">Alarms</th>
            <th scope="col">An hour</th>
            <th scope="col">High</th>
            <th scope="col">Medium</th>
            <th scope="col">Low</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, count]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="fig">{count.alarms}</td>
              <td className="fig">{figure(count.perHour, 1)}</td>
              <td className="fig">{count.high}</td>
              <td className="fig">{count.medium}</td>
              <td className="fig">{count.low}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {words
          .filter(([, count]) => count > 0)
          .map(([word, count]) => `${count} ${word}`)
          .join(", ") || "No difference"}
        .
      </p>
      <p className="note">
        {totals.replayed === totals.sessions
          ? "Under their own limits all of these sessions give the same events as are on record."
          : `Under their own limits ${totals.replayed} of ${totals.sessions} sessions give the same events as are on record; the others are marked.`}{" "}
        What people did then is done again at the same times; under other limits they might have acted otherwise.
      </p>
    </section>
  );
}

export function SessionResult({ session, timeZone }: { session: WhatIfSession; timeZone: string }) {
  return (
    <article className="what-if-session" aria-label={`Chair ${session.chair}, ${session.initials ?? "patient erased"}`}>
      <h3>
        {session.chair} <span>{session.initials ?? "patient erased"}</span>{" "}
        <span className="note">
          {calendarDay(session.plannedAt, timeZone)} <ClockTime at={session.plannedAt} /> to{" "}
          <ClockTime at={session.until} />, {session.protocol}
        </span>
      </h3>
      {!session.replay.isSame && <p className="tag">Not as on record: {session.replay.verdict}</p>}
      {session.refused > 0 && (
        <p className="tag">{session.refused} of what people did could not be done under these limits.</p>
      )}
      <SessionTimeline session={session} timeZone={timeZone} />
      {session.changes.length === 0 ? (
        <p className="note">
          No difference; {session.same.length} {session.same.length === 1 ? "alarm" : "alarms"} the same.
        </p>
      ) : (
        <ul className="what-if-changes">
          {session.changes.map((change) => {
            const alarm = alarmOf(change);
            return (
              <li key={`${alarm.alarm} ${kindOf(change)}`}>
                <b className="sign" aria-hidden="true">
                  {kindSigns[kindOf(change)]}
                </b>
                <b>{changeWords(change)}</b>
                <span className="mark">
                  <PriorityMark priority={alarm.priority} />
                  {priorityWords[alarm.priority]}
                </span>
                <span>{alarm.headline}</span>
                <span className="note fig">
                  <ClockTime at={alarm.raisedAt} seconds />
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </article>
  );
}
