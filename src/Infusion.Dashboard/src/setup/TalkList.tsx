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
          ? "No device is registered yet."
          : talking === null
            ? "What is known is old: whether a device talks is not known."
            : `${talking} of ${devices.length} ${devices.length === 1 ? "device talks" : "devices talk"}.`}
      </p>
      <ul className="setup-list" aria-label="Devices">
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
                {device.homeChair ? ` at ${device.homeChair}` : ", at no chair"}
              </span>
              <span>{heard?.words ?? "Not known"}</span>
              {heard?.isTalking ? (
                <span>
                  {device.metrics.map(metricLabel).join(", ") || "no value yet"}. {clockWords(device)}.
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
