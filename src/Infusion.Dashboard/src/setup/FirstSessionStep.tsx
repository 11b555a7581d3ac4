import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import { useLive } from "../live/LiveContext";
import { useHeard } from "../registry/queries";
import { talks } from "../registry/words";
import { useSignedIn } from "../session/SessionContext";
import type { SetupView } from "./contract";

const planners = ["nurse", "charge_nurse", "physician"];

/** Which chairs could be live, which are, and the way there. */
export function FirstSessionStep({ view }: { view: SetupView }) {
  const { me } = useSignedIn();
  const chairs = useLive((state) => state.chairs);
  const order = useLive((state) => state.chairOrder);
  const { data, atMs } = useHeard();
  const mayOrder = me.roles.some((role) => planners.includes(role));
  const devicesOf = (chair: string) =>
    data?.devices.filter(({ standing, homeChair }) => standing === "in_use" && homeChair === chair) ?? [];
  return (
    <>
      <p>
        {t`A chair is live when a patient is ordered an infusion there and its devices are attached: from then on their numbers stand on the board.`}
      </p>
      {!view.mayBegin && <p>{t`Not yet: people, a protocol and a chair come first.`}</p>}
      <ul className="setup-list" aria-label={t`Chairs`}>
        {order.map((code) => {
          const session = chairs[code]?.session;
          const devices = devicesOf(code);
          return (
            <li key={code}>
              <b>{code}</b>
              <span>
                {session
                  ? session.startedAt
                    ? t`live: it stands on the board`
                    : t`a session is planned here`
                  : atMs === null
                    ? t`whether its devices talk is not known`
                    : devices.length === 0
                      ? t`no device stands here: its numbers would be written down by hand`
                      : devices
                          .map((device) => `${device.device} ${talks(device, atMs).isTalking ? "talks" : t`is silent`}`)
                          .join(", ")}
              </span>
              {session ? (
                <Link className="btn" to={`/chairs/${encodeURIComponent(code)}`}>
                  {t`Open chair ${code}`}
                </Link>
              ) : (
                mayOrder &&
                view.mayBegin && (
                  <Link className="btn" to={`/chairs/${encodeURIComponent(code)}/order`}>
                    {t`Order at chair ${code}`}
                  </Link>
                )
              )}
            </li>
          );
        })}
      </ul>
      <p>
        <Trans>
          <Link to="/patients">Patients</Link> are entered, imported from a file or taken over from the EHR before the
          order.
        </Trans>
      </p>
    </>
  );
}
