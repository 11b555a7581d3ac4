import { t } from "@lingui/core/macro";
import type { RegistryDevice } from "./contract";
import { PlaceForm } from "./PlaceForm";
import { registry, useRegistryAct } from "./queries";
import { isOf, talks } from "./words";

interface Props {
  device: RegistryDevice;
  /** null: not known. */
  atMs: number | null;
  isManager: boolean;
  mayManage: boolean;
}

/** It is not in use, and may be taken into use. */
export function WaitingDevice({ device, atMs, isManager, mayManage }: Props) {
  const accept = useRegistryAct(registry.accept);
  const putAside = useRegistryAct(registry.putAside);
  const problem = accept.error ?? putAside.error;
  return (
    <li>
      <p>
        <b>{device.device}</b> {device.standing !== "waiting" && t`is ${device.standing}. `}
        {device.reported ? t`It says: ${isOf(device.reported)}. ` : t`It has not said what it is. `}
        {atMs !== null && `${talks(device, atMs).words}.`}
      </p>
      {isManager && (
        <PlaceForm
          device={device.device}
          kind={device.kind === "pump" ? "pump" : "monitor"}
          chair={device.homeChair ?? ""}
          button={t`Accept ${device.device}`}
          isBusy={accept.isPending}
          place={(placed) => accept.mutate(placed)}
        />
      )}
      {mayManage && (
        <button
          type="button"
          className="btn"
          disabled={putAside.isPending}
          onClick={() => putAside.mutate({ device: device.device, how: "refuse" })}
        >
          {t`Refuse ${device.device}`}
        </button>
      )}
      {problem && <p role="alert">{problem.message}</p>}
    </li>
  );
}
