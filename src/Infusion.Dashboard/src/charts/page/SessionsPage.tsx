import { t } from "@lingui/core/macro";
import { Link } from "react-router";
import { useTimeZone } from "../../live/LiveContext";
import { usePatient } from "../../session/queries";
import { calendarDay, clockTime } from "../../ui/format";
import { Page } from "../../ui/Page";
import { Reading } from "../../ui/Reading";
import type { SessionRow } from "./contract";
import { useSessions } from "./queries";

/** The last sessions, open and closed, each with its chart. */
export default function SessionsPage() {
  const query = useSessions();
  const { data: sessions } = query;
  const timeZone = useTimeZone();
  return (
    <Page title={t`Sessions and their charts`} tab={t`Sessions`} className="sheets">
      <section aria-label={t`Sessions`}>
        <Reading
          query={query}
          what={t`The sessions`}
          empty={sessions?.length === 0 ? t`No session has been planned yet.` : null}
        />
        {sessions && sessions.length > 0 && (
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">{t`Planned`}</th>
                <th scope="col">{t`Chair`}</th>
                <th scope="col">{t`Patient`}</th>
                <th scope="col">{t`Phase`}</th>
                <th scope="col">{t`Chart`}</th>
              </tr>
            </thead>
            <tbody>
              {sessions.map((row) => (
                <Row key={row.id} row={row} timeZone={timeZone} />
              ))}
            </tbody>
          </table>
        )}
      </section>
    </Page>
  );
}

function Row({ row, timeZone }: { row: SessionRow; timeZone: string }) {
  const { data: patient } = usePatient(row.patient);
  const planned = `${calendarDay(row.plannedAt, timeZone)} ${clockTime(row.plannedAt, timeZone)}`;
  return (
    <tr>
      <th scope="row" className="fig">
        {planned}
      </th>
      <td>{row.chair}</td>
      <td>{patient?.name ?? t`name not read yet`}</td>
      <td>{row.phase.replace("_", " ")}</td>
      <td>
        <Link to={`/sessions/${row.id}/chart`} aria-label={t`Open the chart of ${row.chair}, ${planned}`}>
          {t`Open`}
        </Link>
      </td>
    </tr>
  );
}
