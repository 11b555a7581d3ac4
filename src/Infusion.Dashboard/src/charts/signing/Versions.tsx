import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { useSignedIn } from "../../session/SessionContext";
import { ClockTime, DayTime } from "../../ui/ClockTime";
import type { DifferentLine, SignOff } from "../contract";
import { chartPath, useDifference } from "../queries";
import { becauseWords, changeWords, dayTime, typeWords } from "../words";

interface Props {
  signOff: SignOff;
  timeZone: string;
}

/** Every sealed version, readable as it was, and what each changed. */
export function Versions({ signOff, timeZone }: Props) {
  const { clinic } = useSignedIn();
  const newest = signOff.versions.at(-1);
  const isUnsealed = newest !== undefined && newest.digest !== signOff.digest;
  return (
    <>
      <h3 id="versions-title">{t`Versions`}</h3>
      {newest === undefined && <p>{t`None is sealed. The first signature seals the first.`}</p>}
      {newest !== undefined && (
        <ol aria-labelledby="versions-title">
          {signOff.versions.map((each) => {
            const path = chartPath(clinic, signOff.session, `versions/${each.version}`);
            return (
              <li key={each.version}>
                <p>
                  <b>{t`Version ${each.version}`}</b>, <DayTime at={each.sealedAt} seconds />,{" "}
                  {becauseWords[each.because]}
                </p>
                <div className="actions">
                  <a className="btn" href={`${path}/pdf`} target="_blank" rel="noreferrer">
                    <Trans>
                      PDF<span className="vh"> of version {each.version}</span>
                    </Trans>
                  </a>
                  <a className="btn" href={path} download>
                    <Trans>
                      Sealed bundle<span className="vh"> of version {each.version}</span>
                    </Trans>
                  </a>
                </div>
                {each.version > 1 && (
                  <Changed
                    session={signOff.session}
                    from={each.version - 1}
                    to={each.version}
                    title={t`Against version ${each.version - 1}: ${changeWords(each.changes)}`}
                    timeZone={timeZone}
                  />
                )}
              </li>
            );
          })}
          {isUnsealed && (
            <li>
              <p>
                <Trans>
                  <b>Now</b>, not sealed yet
                </Trans>
              </p>
              <Changed
                session={signOff.session}
                from={newest.version}
                to={0}
                title={t`What came since version ${newest.version}`}
                timeZone={timeZone}
              />
            </li>
          )}
        </ol>
      )}
    </>
  );
}

interface ChangedProps {
  session: string;
  from: number;
  to: number;
  title: string;
  timeZone: string;
}

function Changed({ session, from, to, title, timeZone }: ChangedProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { data, error } = useDifference(session, from, to, isOpen);
  const lines: DifferentLine[] = data ? [...data.events, ...data.notes, ...data.additions] : [];
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="btn">{title}</summary>
      {error && <p role="alert">{t`The difference cannot be read: ${error.message}`}</p>}
      {isOpen && !data && !error && <p role="status">{t`Comparing.`}</p>}
      {data && lines.length === 0 && data.readings.length === 0 && <p>{t`Nothing differs but the signatures.`}</p>}
      {data && (
        <ul>
          {lines.map((line) => (
            <li key={`${line.id}-${line.change}`}>
              {line.change}: {typeWords(line.type)}
              {line.at !== null && `, ${dayTime(line.at, timeZone)}`}
              {line.by !== null && `, ${line.by}`}
              {line.text !== null && <q> {line.text}</q>}
            </li>
          ))}
          {data.readings.map((each) => (
            <li key={each.device}>
              <Trans>
                Readings of {each.device}: {each.added} added, {each.changed} changed, {each.removed} removed, between{" "}
                <ClockTime at={each.from} seconds /> and <ClockTime at={each.to} seconds />
              </Trans>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
