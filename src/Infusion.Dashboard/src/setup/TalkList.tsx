import { plural, t } from "@lingui/core/macro";
import type { Credential, RegistryDevice } from "../registry/contract";
import { clockWords, talks } from "../registry/words";
import { Icon } from "../ui/Icon";
import { metricLabel } from "../ui/metrics";
import { whySilent } from "./words";

interface Props {
  devices: RegistryDevice[];
  credentials: Credential[] | undefined;
  /** The clinic's time; null: what is known is old. */
  atMs: number | null;
}

/** Each device as it is heard now, and where it is not, what to look at. */
export function TalkList({ devices, credentials, atMs }: Props) {
  const talking = atMs === null ? null : devices.filter((device) => talks(device, atMs).isTalking).length;
  return (
    <>
      {/* Ages change each second and are not read out; how many talk is, when it changes. */}
      <p role="status">
        {devices.length === 0
          ? t`No device is registered yet.`
          : talking === null
            ? t`What is known is old: whether a device talks is not known.`
            : plural(devices.length, {
                one: `${talking} of ${devices.length} device talks.`,
                other: `${talking} of ${devices.length} devices talk.`,
              })}
      </p>
      <ul className="setup-list" aria-label={t`Devices`}>
        {devices.map((device) => {
          const heard = atMs === null ? null : talks(device, atMs);
          return (
            <li key={device.device}>
              <span className={`setup-mark is-${heard?.isTalking ? "done" : "missing"}`} aria-hidden="true">
                {heard?.isTalking && <Icon name="check" />}
              </span>
              <b>{device.device}</b>
              <span>
                {device.kind}
                {device.homeChair ? t` at ${device.homeChair}` : t`, at no chair`}
              </span>
              <span>{heard?.words ?? t`Not known`}</span>
              {heard?.isTalking ? (
                <span>
                  {device.metrics.map(metricLabel).join(", ") || t`no value yet`}. {clockWords(device)}.
                </span>
              ) : (
                heard && <span>{whySilent(device, credentials)}</span>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
