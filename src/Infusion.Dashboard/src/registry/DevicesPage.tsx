import { t } from "@lingui/core/macro";
import "./registry.css";
import { useLive } from "../live/LiveContext";
import { useSignedIn } from "../session/SessionContext";
import { clockTime } from "../ui/format";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import { CredentialsSection } from "./CredentialsSection";
import type { RegistryDevice } from "./contract";
import { DeviceTable } from "./DeviceTable";
import { PlaceForm } from "./PlaceForm";
import { registry, useCredentials, useHeard, useRegistryAct } from "./queries";
import { WaitingDevice } from "./WaitingDevice";

/** Which devices the clinic has, whether they talk, which wait, and by which credentials they speak. */
export default function DevicesPage() {
  const { me } = useSignedIn();
  const timeZone = useLive((state) => state.clinic?.timeZone) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const { query, data, dataUpdatedAt, isCurrent, atMs } = useHeard();
  const isManager = me.roles.includes("manager");
  const mayManage = isManager || me.roles.includes("integrator");
  const credentials = useCredentials(mayManage);
  const all = data?.devices ?? [];
  const of = (...standings: RegistryDevice["standing"][]) => all.filter((each) => standings.includes(each.standing));
  return (
    <Page title={t`Devices`} className="sheets registry">
      {!data && <Reading query={query} what={t`The devices`} />}
      {data && !isCurrent && (
        <p className="notice" role="alert">
          {t`This list is from ${clockTime(dataUpdatedAt, timeZone, true)} and is not current: whether a device talks is not known.`}
        </p>
      )}
      {of("waiting").length > 0 && (
        <section aria-labelledby="waiting-title">
          <h2 id="waiting-title">{t`Waiting to be accepted`}</h2>
          <p>{t`They chart nothing. Compare the serial number with the device's label before you accept it.`}</p>
          <ul className="registry-list">
            {of("waiting").map((each) => (
              <WaitingDevice key={each.device} device={each} atMs={atMs} isManager={isManager} mayManage={mayManage} />
            ))}
          </ul>
        </section>
      )}
      {data && (
        <section aria-labelledby="devices-title">
          <h2 id="devices-title">{t`Devices in use`}</h2>
          {of("in_use").length === 0 && <p>{t`There is none yet.`}</p>}
          <DeviceTable devices={of("in_use")} atMs={atMs} mayManage={mayManage} />
          {isManager && <Register />}
        </section>
      )}
      {of("refused", "retired").length > 0 && (
        <section aria-labelledby="aside-title">
          <h2 id="aside-title">{t`Refused and retired`}</h2>
          <ul className="registry-list">
            {of("refused", "retired").map((each) => (
              <WaitingDevice key={each.device} device={each} atMs={atMs} isManager={isManager} mayManage={false} />
            ))}
          </ul>
        </section>
      )}
      {mayManage && <CredentialsSection query={credentials} timeZone={timeZone} />}
    </Page>
  );
}

/** A device that never speaks before it is known, as a monitor behind VSCapture. */
function Register() {
  const accept = useRegistryAct(registry.accept);
  return (
    <details>
      <summary className="btn">{t`Register a device`}</summary>
      <PlaceForm
        device={null}
        kind="monitor"
        chair=""
        button={t`Register it`}
        isBusy={accept.isPending}
        place={(placed, clear) => accept.mutate(placed, { onSuccess: clear })}
      />
      {accept.error && <p role="alert">{accept.error.message}</p>}
    </details>
  );
}
