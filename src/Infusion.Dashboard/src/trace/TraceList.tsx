import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Fragment } from "react";
import { api } from "../session/api";
import type { TraceRow } from "../session/contract";
import { useSignedIn } from "../session/SessionContext";
import { calendarDay, exactTime } from "../ui/format";
import { Icon } from "../ui/Icon";
import { TraceDetails } from "./TraceDetails";
import { Way } from "./Way";
import { answerWords, maySendAgain, outcomeIcons, outcomeWords, resubmitWords, whereWords } from "./words";

interface TraceListProps {
  rows: TraceRow[];
  open: ReadonlySet<string>;
  toggle: (id: string) => void;
  timeZone: string;
}

export function TraceList({ rows, open, toggle, timeZone }: TraceListProps) {
  return (
    <table className="trace-table">
      <caption className="vh">{t`Messages, newest first`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Received`}</th>
          <th scope="col">{t`Outcome`}</th>
          <th scope="col" className="wide">
            {t`Boot and number`}
          </th>
          <th scope="col">{t`Where, or why not`}</th>
          <th scope="col" className="wide">
            <span className="way-key">
              <i className="to-received" aria-hidden="true" />{" "}
              <Trans>
                device to us, <i className="to-evaluated" aria-hidden="true" /> evaluated,{" "}
                <i className="to-committed" aria-hidden="true" /> committed
              </Trans>
            </span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Fragment key={row.id}>
            <Line row={row} isOpen={open.has(row.id)} toggle={toggle} timeZone={timeZone} />
            {open.has(row.id) && (
              <tr className="trace-open">
                <td colSpan={5} id={`trace-${row.id}`}>
                  <TraceDetails id={row.id} timeZone={timeZone} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

interface LineProps {
  row: TraceRow;
  isOpen: boolean;
  toggle: (id: string) => void;
  timeZone: string;
}

function Line({ row, isOpen, toggle, timeZone }: LineProps) {
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className="trace-toggle"
          aria-expanded={isOpen}
          aria-controls={isOpen ? `trace-${row.id}` : undefined}
          onClick={() => toggle(row.id)}
        >
          <Icon name={isOpen ? "down" : "forward"} />
          <span>
            <b className="fig" title={calendarDay(row.receivedAt, timeZone)}>
              {exactTime(row.receivedAt, timeZone)}
            </b>
            <small>{row.device ?? t`no device`}</small>
          </span>
        </button>
      </th>
      <td>
        <span className={`outcome outcome--${row.outcome}`}>
          <Icon name={outcomeIcons[row.outcome]} />
          {outcomeWords[row.outcome]}
        </span>
      </td>
      <td className="wide number fig">
        {row.boot ?? "–"}
        {row.seq !== null && <b> {row.seq}</b>}
      </td>
      <td>
        <Where row={row} />
      </td>
      <td className="wide">
        <Way row={row} />
      </td>
    </tr>
  );
}

function Where({ row }: { row: TraceRow }) {
  const { me, clinic } = useSignedIn();
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: (quarantine: number) => api.resubmit(clinic, quarantine),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ["trace", clinic] });
      void queries.invalidateQueries({ queryKey: ["trace-detail", clinic, row.id] });
    },
  });
  const may = me.roles.some((role) => role === "manager" || role === "integrator") && maySendAgain(row);
  return (
    <div className="where">
      <span>
        {whereWords(row)}
        {row.unknownKeys.length > 0 && <small>{t`${row.unknownKeys.length} unknown keys`}</small>}
      </span>
      {row.outcome === "refused" && (
        <p role="status" className="note">
          {again.data
            ? answerWords(again.data)
            : again.error
              ? t`Not sent: ${again.error.message}`
              : row.resubmission && resubmitWords[row.resubmission.outcome]}
        </p>
      )}
      {may && row.quarantine !== null && (
        <button
          type="button"
          className="btn"
          disabled={again.isPending}
          aria-label={t`Send again the message of ${row.device ?? t`no device`}`}
          onClick={() => again.mutate(row.quarantine ?? 0)}
        >
          {again.isPending ? t`Sending` : t`Send again`}
        </button>
      )}
    </div>
  );
}
