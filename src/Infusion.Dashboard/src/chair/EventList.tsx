import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link } from "react-router";
import type { ChairView } from "../live/contract";
import { useClock } from "../live/LiveContext";
import { useChartEvents, useNames } from "../session/queries";
import { usePosted, useSignedIn } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";
import { PriorityMark } from "../ui/Icon";
import { Subscripts } from "../ui/Subscripts";
import { priorityWords } from "../ui/words";

const settleMs = 500;

export function EventList({ view, session }: { view: ChairView; session: string }) {
  const { data: events, error } = useChartEvents(session);
  const nameOf = useNames();
  useRefetchOnChange(view, session);
  return (
    <section className="panel" aria-labelledby="events-title">
      <h2 id="events-title">{t`Chart`}</h2>
      <Link className="btn" to={`/sessions/${session}/chart`}>
        {t`Whole chart`}
      </Link>
      {error && <p className="notice">{t`The chart could not be read: ${error.message}`}</p>}
      {events?.length === 0 && <p className="note">{t`Nothing charted yet.`}</p>}
      {/* It scrolls: by keyboard as well. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by keyboard */}
      <ol className="events" tabIndex={0} aria-label={t`Events`}>
        {events
          ?.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
          .map((event) => (
            <li key={event.id}>
              <b>
                <ClockTime at={event.at} />
              </b>
              <span className={event.withdrawn ? "is-withdrawn" : undefined}>
                {event.priority && (
                  <span className={`event-mark event-${event.priority}`}>
                    <PriorityMark priority={event.priority} />
                    <span className="vh">{t`${priorityWords[event.priority]} priority:`} </span>
                  </span>
                )}
                {event.ofAnotherPatient && <span className="note">{t`of another patient:`} </span>}
                {event.withdrawn ? (
                  <s>
                    <Subscripts text={event.text} />
                  </s>
                ) : (
                  <Subscripts text={event.text} />
                )}{" "}
                {event.by && <span className="note">{nameOf(event.by)}</span>}
                {event.enteredAt && (
                  <span className="note">
                    {" "}
                    <Trans>
                      late entry, entered <ClockTime at={event.enteredAt} />
                    </Trans>
                  </span>
                )}
                {event.withdrawn && (
                  <span className="note">
                    {" "}
                    <Trans>
                      entered in error: taken back <ClockTime at={event.withdrawn.at} seconds /> by{" "}
                      {nameOf(event.withdrawn.by)}, {Math.round(event.withdrawn.afterSeconds)} s after
                    </Trans>
                  </span>
                )}
                {event.entry && event.mayWithdrawUntil && !event.withdrawn && (
                  <UndoLine session={session} entry={event.entry} until={event.mayWithdrawUntil} text={event.text} />
                )}
              </span>
            </li>
          ))}
      </ol>
    </section>
  );
}

/** As long as the server would take it back; also after a reload, and for what was charted at another screen. */
function UndoLine({ session, entry, until, text }: { session: string; entry: string; until: string; text: string }) {
  const { clinic, outbox } = useSignedIn();
  const left = useClock((nowMs) => Math.max(0, Math.ceil((Date.parse(until) - nowMs) / 1000)));
  const undoing = usePosted(session).some(
    ({ command, outcome }) =>
      command.type === "withdraw_entry" && command.entry === entry && outcome.kind !== "refused",
  );
  if (left === 0 || undoing) return null;
  return (
    <button
      type="button"
      className="btn event-undo"
      aria-label={t`Undo: ${text}`}
      onClick={() => outbox.withdraw(clinic, session, entry)}
    >
      {t`Undo`}
      <span className="fig" aria-hidden="true">
        {left} s
      </span>
    </button>
  );
}

/** The feed says that a chair or an alarm changed, or a command was charted; the chart is read again when it has settled. */
function useRefetchOnChange({ alarms, devices }: ChairView, session: string): void {
  const queries = useQueryClient();
  const onTheirWay = usePosted(session).length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what changes, not what is read
  useEffect(() => {
    const timer = setTimeout(() => {
      void queries.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] === "events" && queryKey[2] === session,
      });
    }, settleMs);
    return () => clearTimeout(timer);
  }, [alarms, devices, onTheirWay, session, queries]);
}
