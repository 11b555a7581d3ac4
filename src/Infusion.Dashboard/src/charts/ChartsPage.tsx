import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "./charts.css";
import { Link } from "react-router";
import { keys } from "../keys/shortcuts";
import { useClock } from "../live/LiveContext";
import { useSignedIn } from "../session/SessionContext";
import { DayTime } from "../ui/ClockTime";
import { span } from "../ui/format";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import type { ChartRow } from "./contract";
import { useCharts } from "./queries";
import { changeWords, meaningWords, standingWords } from "./words";
import { inOrder, needOf } from "./worklist";

/** The charts that wait, in the order of work: what changed since one signed, what can be signed now, what waits for others; then by age. */
export default function ChartsPage() {
  const { me } = useSignedIn();
  const query = useCharts();
  const { data } = query;
  const ordered = inOrder(data?.charts ?? []);
  const mine = ordered.filter((row) => row.forMe);
  const others = ordered.filter((row) => !row.forMe);
  return (
    <Page title={t`Charts to sign`} tab={t`Charts`} className="sheets">
      <Reading query={query} what={t`The charts`} />
      {mine.length > 0 && (
        <section aria-labelledby="charts-mine">
          <h2 id="charts-mine">{t`Changed since you signed (${mine.length})`}</h2>
          <Charts rows={mine} />
        </section>
      )}
      {data && (
        <section aria-labelledby="charts-open">
          <h2 id="charts-open">
            <Trans>
              Not signed or not locked ({others.length}
              {data.more > 0 && t`, and ${data.more} more that are younger`})
            </Trans>
          </h2>
          {others.length === 0 ? <p>{t`No chart waits.`}</p> : <Charts rows={others} />}
        </section>
      )}
      {me.roles.includes("manager") && (
        <section>
          <Link className="btn" to="/charts/keys">
            {t`The clinic's keys`}
          </Link>
        </section>
      )}
    </Page>
  );
}

function Charts({ rows }: { rows: ChartRow[] }) {
  return (
    <div className="sheet-scroll">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">{t`Patient`}</th>
            <th scope="col">{t`Ended`}</th>
            <th scope="col">{t`Age`}</th>
            <th scope="col">{t`Needs`}</th>
            <th scope="col">{t`Stands`}</th>
            <th scope="col">{t`Open`}</th>
            <th scope="col">{t`Signed by`}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.session} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: ChartRow }) {
  const { me } = useSignedIn();
  const age = useClock((nowMs) => span(nowMs - Date.parse(row.since)));
  return (
    <tr data-keys>
      <th scope="row">
        <Link to={`/sessions/${row.session}/chart`} data-step aria-keyshortcuts={keys.open}>
          {row.patientName}
        </Link>{" "}
        <small>{row.chair}</small>
      </th>
      <td>
        <DayTime at={row.since} />
      </td>
      <td>{age}</td>
      <td>
        <b>{needOf(row, me.roles)}</b>
      </td>
      <td>
        <span className="charts-standing">{standingWords[row.standing]}</span>
        {row.standing === "changed" && <small>{t`version ${row.version}: ${changeWords(row.changes)}`}</small>}
      </td>
      <td>
        {row.open.length === 0 ? (
          t`nothing`
        ) : (
          <ul className="charts-open">
            {row.open.map((each) => (
              <li key={each.code}>{each.text}</li>
            ))}
          </ul>
        )}
        {row.waived > 0 && <small>{t`${row.waived} waived`}</small>}
      </td>
      <td>
        {row.signatures.length === 0
          ? t`nobody`
          : row.signatures.map((each) => `${each.name} (${meaningWords[each.meaning].is.toLowerCase()})`).join(", ")}
      </td>
    </tr>
  );
}
