import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { useCredentials, useHeard } from "../registry/queries";
import { WaitingDevice } from "../registry/WaitingDevice";
import { useSignedIn } from "../session/SessionContext";
import { DeviceForm, type Made } from "./DeviceForm";
import { DeviceSettings } from "./DeviceSettings";
import { TalkList } from "./TalkList";

/** Monitors and pumps: registered, given a credential that is shown once, and listened for. */
export function DevicesStep() {
  const { me } = useSignedIn();
  const isManager = me.roles.includes("manager");
  const { data, error, atMs } = useHeard();
  const credentials = useCredentials(isManager);
  const [made, setMade] = useState<Made | null>(null);
  const { refetch } = credentials;
  useEffect(() => {
    // Who waits for a device to sign in looks at how far it has come.
    if (!isManager) return;
    const timer = setInterval(() => void refetch(), 5_000);
    return () => clearInterval(timer);
  }, [refetch, isManager]);
  const waiting = data?.devices.filter(({ standing }) => standing === "waiting") ?? [];
  return (
    <>
      {isManager && <DeviceForm made={setMade} />}
      {made && <DeviceSettings made={made} done={() => setMade(null)} />}
      {waiting.length > 0 && (
        <div className="setup-block">
          <h3>{t`Waiting to be accepted`}</h3>
          <p>{t`They chart nothing. Compare the serial number with the device's label before you accept it.`}</p>
          <ul className="registry-list">
            {waiting.map((each) => (
              <WaitingDevice key={each.device} device={each} atMs={atMs} isManager={isManager} mayManage={isManager} />
            ))}
          </ul>
        </div>
      )}
      <div className="setup-block">
        <h3>{t`Is it talking?`}</h3>
        {error && <p role="alert">{t`Whether a device talks is not known: ${error.message}`}</p>}
        {data && (
          <TalkList
            devices={data.devices.filter(({ standing }) => standing === "in_use")}
            credentials={credentials.data}
            atMs={atMs}
          />
        )}
      </div>
      <p>
        <Trans>
          <Link to="/devices">Devices</Link>: gateways, certificates, newcomers, replacing and revoking.{" "}
          <Link to="/trace">Trace</Link>: what was refused, and why.
        </Trans>
      </p>
    </>
  );
}
