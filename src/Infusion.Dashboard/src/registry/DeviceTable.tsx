import { t } from "@lingui/core/macro";
import { Plural, Trans } from "@lingui/react/macro";
import { type FormEvent, Fragment, useState } from "react";
import { unknown, withUnit } from "../ui/format";
import { metricLabel } from "../ui/metrics";
import type { Identity, RegistryDevice } from "./contract";
import { registry, useRegistryAct } from "./queries";
import { clockWords, identityWords, isOf, talks } from "./words";

interface TableProps {
  devices: RegistryDevice[];
  /** The clinic's time; null: what is known is old. */
  atMs: number | null;
  mayManage: boolean;
}

export function DeviceTable({ devices, atMs, mayManage }: TableProps) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div className="sheet-scroll">
      <table className="sheet device-table">
        <thead>
          <tr>
            {[t`Device`, t`Does it talk?`, t`Measures`, t`What it is`, t`Clock`, t`Speaks by`].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {mayManage && <th scope="col">{t`Change`}</th>}
          </tr>
        </thead>
        <tbody>
          {devices.map((each) => (
            <Fragment key={each.device}>
              <tr>
                <th scope="row">
                  {each.device} <small>{each.kind}</small>
                  {each.homeChair && <small>{t`chair ${each.homeChair}`}</small>}
                </th>
                <Talks device={each} atMs={atMs} />
                <td data-label={t`Measures`}>
                  {atMs === null ? t`Not known` : each.metrics.map(metricLabel).join(", ")}
                </td>
                <td data-label={t`What it is`}>
                  {isOf(each.registered) === unknown && each.reported
                    ? t`It says: ${isOf(each.reported)}. Nobody has confirmed that.`
                    : isOf(each.registered)}
                  <Difference device={each} />
                </td>
                <td data-label={t`Clock`}>{clockWords(each)}</td>
                <td data-label={t`Speaks by`}>{each.credentials.join(", ") || t`no credential of its own`}</td>
                {mayManage && (
                  <td>
                    <button
                      type="button"
                      className="btn"
                      aria-expanded={open === each.device}
                      onClick={() => setOpen(open === each.device ? null : each.device)}
                    >
                      <Trans>
                        Edit<span className="vh"> {each.device}</span>
                      </Trans>
                    </button>
                  </td>
                )}
              </tr>
              {open === each.device && (
                <tr>
                  <td colSpan={7}>
                    <EditForm device={each} done={() => setOpen(null)} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Talks({ device, atMs }: { device: RegistryDevice; atMs: number | null }) {
  if (atMs === null) return <td data-label={t`Does it talk?`}>{t`Not known`}</td>;
  const { isTalking, words } = talks(device, atMs);
  return (
    <td data-label={t`Does it talk?`}>
      <span>{isTalking ? words : <b>{words}</b>}</span>
      <Plural
        value={device.messagesInLastMinute}
        one={
          <>
            {device.messagesInLastMinute} message in the last minute
            {device.battery !== null && t`, battery ${withUnit(device.battery * 100, "%")}`}
          </>
        }
        other={
          <>
            {device.messagesInLastMinute} messages in the last minute
            {device.battery !== null && t`, battery ${withUnit(device.battery * 100, "%")}`}
          </>
        }
      />
    </td>
  );
}

/** Another device may stand behind the same name: its alarms and its past would be taken for this one's. */
const Difference = ({ device }: { device: RegistryDevice }) =>
  device.differs.length > 0 && device.reported ? (
    <p className="differs">
      <Trans>
        <b>It says otherwise:</b>{" "}
        {device.differs.map((key) => `${identityWords[key].toLowerCase()} ${device.reported?.[key]}`).join(", ")}. Look
        whether another device was put in its place.
      </Trans>
    </p>
  ) : null;

function EditForm({ device, done }: { device: RegistryDevice; done: () => void }) {
  const [kind, setKind] = useState<string>(device.kind);
  const [homeChair, setHomeChair] = useState(device.homeChair ?? "");
  const [identity, setIdentity] = useState<Identity>(device.registered);
  const edit = useRegistryAct(registry.edit);
  const retire = useRegistryAct(registry.putAside);
  const [isAsked, setAsked] = useState(false);
  const problem = edit.error ?? retire.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    edit.mutate({ device: device.device, kind, homeChair: homeChair.trim(), ...identity }, { onSuccess: done });
  };
  return (
    <form className="sheet-tools" onSubmit={submit} aria-label={t`Edit ${device.device}`}>
      <label>
        {t`Kind`}
        <select value={kind} onChange={(event) => setKind(event.target.value)}>
          <option value="monitor">{t`monitor`}</option>
          <option value="pump">{t`pump`}</option>
        </select>
      </label>
      <label>
        {t`Chair, if it has one`}
        <input value={homeChair} maxLength={4} onChange={(event) => setHomeChair(event.target.value)} />
      </label>
      {(Object.keys(identityWords) as (keyof Identity)[]).map((key) => (
        <label key={key}>
          {identityWords[key]}
          <input
            value={identity[key] ?? ""}
            maxLength={100}
            onChange={(event) => setIdentity({ ...identity, [key]: event.target.value })}
          />
        </label>
      ))}
      {device.reported && (
        <button type="button" className="btn" onClick={() => setIdentity(device.reported ?? identity)}>
          {t`Fill in what it says`}
        </button>
      )}
      <button type="submit" className="btn" disabled={edit.isPending}>
        {t`Save`}
      </button>
      {isAsked ? (
        <>
          <p>
            {t`It charts no more, its own credential is revoked, and gateways speak for it no longer. What it charted stays.`}
          </p>
          <button
            type="button"
            className="btn"
            onClick={() => retire.mutate({ device: device.device, how: "retire" }, { onSuccess: done })}
          >
            {t`Yes, retire ${device.device}`}
          </button>
          <button type="button" className="btn" onClick={() => setAsked(false)}>
            {t`Keep it`}
          </button>
        </>
      ) : (
        <button type="button" className="btn" onClick={() => setAsked(true)}>
          {t`Retire ${device.device}`}
        </button>
      )}
      {problem && <p role="alert">{problem.message}</p>}
    </form>
  );
}
