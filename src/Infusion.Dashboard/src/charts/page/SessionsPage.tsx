import { Link } from "react-router";
import { useLive } from "../../live/LiveContext";
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
  const timeZone = useLive((state) => state.clinic?.timeZone ?? "UTC");
  return (
    <Page title="Sessions and their charts" tab="Sessions" className="sheets">
      <section aria-label="Sessions">
        <Reading
          query={query}
          what="The sessions"
          empty={sessions?.length === 0 ? "No session has been planned yet." : null}
        />
        {sessions && sessions.length > 0 && (
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Planned</th>
                <th scope="col">Chair</th>
                <th scope="col">Patient</th>
                <th scope="col">Phase</th>
                <th scope="col">Chart</th>
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
      <td>{patient?.name ?? "name not read yet"}</td>
      <td>{row.phase.replace("_", " ")}</td>
      <td>
        <Link to={`/sessions/${row.id}/chart`} aria-label={`Open the chart of ${row.chair}, ${planned}`}>
          Open
        </Link>
      </td>
    </tr>
  );
}
