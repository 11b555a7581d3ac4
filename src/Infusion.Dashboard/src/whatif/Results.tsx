import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { ClockTime } from "../ui/ClockTime";
import { calendarDay, figure } from "../ui/format";
import { PriorityMark } from "../ui/Icon";
import { priorityWords } from "../ui/words";
import type { WhatIfCount, WhatIfSession, WhatIfTotals } from "./contract";
import { SessionTimeline } from "./SessionTimeline";
import { alarmOf, changeWords, kindOf, kindSigns } from "./words";

export function Totals({ totals }: { totals: WhatIfTotals }) {
  const rows: [string, WhatIfCount][] = [
    [t`As it was`, totals.asItWas],
    [t`As it would be`, totals.asItWouldBe],
  ];
  const words: [string, number][] = [
    [t`gained`, totals.gained],
    [t`lost`, totals.lost],
    [t`earlier`, totals.earlier],
    [t`later`, totals.later],
    [t`of another priority`, totals.otherPriority],
    [t`longer`, totals.longer],
    [t`shorter`, totals.shorter],
  ];
  return (
    <section aria-labelledby="what-if-totals">
      <h2 id="what-if-totals">
        {plural(totals.sessions, {
          one: `${totals.sessions} session, ${figure(totals.monitoredHours, 1)} monitored hours`,
          other: `${totals.sessions} sessions, ${figure(totals.monitoredHours, 1)} monitored hours`,
        })}
      </h2>
      <table className="sheet">
        <caption className="vh">{t`Alarms before and after`}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Limits`}</th>
            <th scope="col">{t`Alarms`}</th>
            <th scope="col">{t`An hour`}</th>
            <th scope="col">{t`High`}</th>
            <th scope="col">{t`Medium`}</th>
            <th scope="col">{t`Low`}</th>
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
          .join(", ") || t`No difference`}
        .
      </p>
      <p className="note">
        {totals.replayed === totals.sessions
          ? t`Under their own limits all of these sessions give the same events as are on record.`
          : t`Under their own limits ${totals.replayed} of ${totals.sessions} sessions give the same events as are on record; the others are marked.`}{" "}
        {t`What people did then is done again at the same times; under other limits they might have acted otherwise.`}
      </p>
    </section>
  );
}

export function SessionResult({ session, timeZone }: { session: WhatIfSession; timeZone: string }) {
  return (
    <article
      className="what-if-session"
      aria-label={t`Chair ${session.chair}, ${session.initials ?? t`patient erased`}`}
    >
      <h3>
        {session.chair} <span>{session.initials ?? t`patient erased`}</span>{" "}
        <span className="note">
          <Trans>
            {calendarDay(session.plannedAt, timeZone)} <ClockTime at={session.plannedAt} /> to{" "}
            <ClockTime at={session.until} />, {session.protocol}
          </Trans>
        </span>
      </h3>
      {!session.replay.isSame && <p className="tag">{t`Not as on record: ${session.replay.verdict}`}</p>}
      {session.refused > 0 && (
        <p className="tag">{t`${session.refused} of what people did could not be done under these limits.`}</p>
      )}
      <SessionTimeline session={session} timeZone={timeZone} />
      {session.changes.length === 0 ? (
        <p className="note">
          {plural(session.same.length, {
            one: `No difference; ${session.same.length} alarm the same.`,
            other: `No difference; ${session.same.length} alarms the same.`,
          })}
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
