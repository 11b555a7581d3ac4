import { t } from "@lingui/core/macro";
import "./trace.css";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLive } from "../live/LiveContext";
import { api } from "../session/api";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { calendarDay, clockTime, instantIn } from "../ui/format";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import { type TraceFilter, TraceFilters } from "./TraceFilters";
import { TraceList } from "./TraceList";

const everyMs = 5000;

/** For any message of the last days: what became of it. New ones come by themselves while nobody reads further down. */
export default function TracePage() {
  const { clinic } = useSignedIn();
  const facts = useLive((state) => state.clinic);
  const timeZone = facts?.timeZone ?? "UTC";
  const [filter, setFilter] = useState<TraceFilter>({ device: "", outcome: "", before: "" });
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const query = new URLSearchParams();
  if (filter.device) query.set("device", filter.device);
  if (filter.outcome) query.set("outcome", filter.outcome);
  const to = filter.before && instantIn(timeZone, filter.before);
  if (to) query.set("to", to);
  const asked = query.toString();

  const trace = useInfiniteQuery({
    queryKey: ["trace", clinic, asked],
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(asked);
      if (pageParam) page.set("before", pageParam);
      return api.trace(clinic, page, signal);
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    retry: retryUnreachable,
    refetchInterval: ({ state }) =>
      open.size === 0 && (state.data?.pages.length ?? 0) < 2 && window.scrollY < 200 ? everyMs : false,
  });

  const toggle = (id: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const pages = trace.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.rows);
  const searchedTo = pages.at(-1)?.searchedTo;
  const isHeld = open.size > 0 || pages.length > 1;

  return (
    <Page title={t`Trace of messages`} tab={t`Trace`} className="trace">
      <div className="trace-tools">
        <TraceFilters filter={filter} change={setFilter} timeZone={timeZone} />
        <div className="trace-fresh">
          <p className="note">{isHeld ? t`Held still while you read.` : t`New messages come every 5 s.`}</p>
          <button type="button" className="btn" onClick={() => void trace.refetch()}>
            {t`Read again`}
          </button>
        </div>
      </div>
      <Reading query={trace} what={t`The trace`} />
      {rows.length > 0 && <TraceList rows={rows} open={open} toggle={toggle} timeZone={timeZone} />}
      {trace.data && (
        <p className="notice trace-end">
          <span>
            {rows.length === 0 && (trace.hasNextPage ? t`Nothing found yet. ` : t`No such message. `)}
            {searchedTo &&
              t`Searched back to ${calendarDay(searchedTo, timeZone)} ${clockTime(searchedTo, timeZone, true)}.`}
          </span>
          {trace.hasNextPage && (
            <button
              type="button"
              className="btn"
              disabled={trace.isFetchingNextPage}
              onClick={() => void trace.fetchNextPage()}
            >
              {trace.isFetchingNextPage ? t`Reading` : t`Older messages`}
            </button>
          )}
        </p>
      )}
    </Page>
  );
}
