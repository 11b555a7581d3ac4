import { t } from "@lingui/core/macro";
import type { SessionView } from "../live/contract";
import { useTimeZone } from "../live/LiveContext";
import { clockTime } from "../ui/format";
import type { InfusionTimes } from "./contract";
import { useMinutes } from "./queries";
import { minuteWords } from "./words";

/** Start, stop and pauses, as charted and as the pump has them; never rounded. */
export function MinutesPanel({ session }: { session: SessionView }) {
  const { data, error } = useMinutes(session.id, session.phase);
  return (
    <section className="panel" aria-labelledby="minutes-title">
      <h2 id="minutes-title">{t`Start and stop for the bill`}</h2>
      {error && <p className="notice">{t`The times could not be read: ${error.message}`}</p>}
      {data && (
        <table className="after-minutes">
          <thead>
            <tr>
              <th scope="col">
                <span className="vh">{t`Source`}</span>
              </th>
              <th scope="col">{t`Start`}</th>
              <th scope="col">{t`Stop`}</th>
              <th scope="col">{t`In all`}</th>
              <th scope="col">{t`Without pauses`}</th>
            </tr>
          </thead>
          <tbody>
            <Times by={t`Charted`} times={data.byHand} />
            {session.care.route === "iv_infusion" && <Times by={t`Pump`} times={data.byPump} />}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Times({ by, times }: { by: string; times: InfusionTimes }) {
  const timeZone = useTimeZone();
  const at = (instant: string | null) => (instant === null ? t`not known` : clockTime(instant, timeZone, true));
  return (
    <tr>
      <th scope="row">{by}</th>
      <td className="fig">{at(times.start)}</td>
      <td className="fig">{at(times.stop)}</td>
      <td>{minuteWords(times.elapsed)}</td>
      <td>{minuteWords(times.infusing)}</td>
    </tr>
  );
}
