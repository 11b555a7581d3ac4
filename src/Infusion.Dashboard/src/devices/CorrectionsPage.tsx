import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "./devices.css";
import { Fragment, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { useTimeZone } from "../live/LiveContext";
import { useNames } from "../session/queries";
import { ClockTime } from "../ui/ClockTime";
import { CommandNotes } from "../ui/CommandNotes";
import { clockTime, figure } from "../ui/format";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import { priorityWords } from "../ui/words";
import { CorrectionForm } from "./CorrectionForm";
import type { Associations, Correction } from "./contract";
import { useAssociations, useSessionLines } from "./queries";
import { correctionWords, sessionWords } from "./words";

/** The devices of a session, open or closed, and whose they were after all. */
export default function CorrectionsPage() {
  const { session = "" } = useParams();
  const navigate = useNavigate();
  const timeZone = useTimeZone();
  const lines = useSessionLines();
  const { data: sessions } = lines;
  return (
    <Page title={t`Devices of a session`} className="sheets">
      <section>
        <form className="sheet-tools" onSubmit={(event) => event.preventDefault()}>
          <label>
            {t`Session`}
            <select value={session} onChange={(event) => void navigate(`/corrections/${event.currentTarget.value}`)}>
              <option value="">{t`Choose`}</option>
              {sessions?.map((line) => (
                <option key={line.id} value={line.id}>
                  {sessionWords(line, timeZone)}
                </option>
              ))}
            </select>
          </label>
        </form>
        <Reading
          query={lines}
          what={t`The sessions`}
          empty={sessions?.length === 0 ? t`There is no session in this clinic yet.` : null}
        />
        {session === "" && (
          <p className="note">{t`A closed session can be corrected too. Choose the one that charted the wrong device.`}</p>
        )}
      </section>
      {session !== "" && <Devices key={session} session={session} timeZone={timeZone} />}
    </Page>
  );
}

function Devices({ session, timeZone }: { session: string; timeZone: string }) {
  const query = useAssociations(session);
  const { data } = query;
  const [open, setOpen] = useState<string | null>(null);
  if (!data) return <Reading query={query} what={t`What the session had`} />;
  const time = (at: string | null) => (at === null ? t`now` : clockTime(at, timeZone, true));
  return (
    <>
      <section aria-labelledby="associations-title">
        <h2 id="associations-title">{t`Devices`}</h2>
        <CommandNotes session={session} />
        {data.devices.length === 0 && <p className="note">{t`No device was ever attached in this session.`}</p>}
        {data.devices.length > 0 && (
          <table className="sheet">
            <thead>
              <tr>
                <th>{t`Device`}</th>
                <th>{t`From`}</th>
                <th>{t`To`}</th>
                <th>{t`Correction`}</th>
              </tr>
            </thead>
            <tbody>
              {data.devices.map((each) => {
                const key = `${each.device}:${each.from}`;
                return (
                  <Fragment key={key}>
                    <tr>
                      <td>
                        {each.device} <small>{each.kind}</small>
                      </td>
                      <td>{time(each.from)}</td>
                      <td>{time(each.to)}</td>
                      <td>
                        <button
                          type="button"
                          className="btn"
                          aria-expanded={open === key}
                          onClick={() => setOpen(open === key ? null : key)}
                        >
                          {t`It was not this patient's`}
                        </button>
                      </td>
                    </tr>
                    {open === key && (
                      <tr>
                        <td colSpan={4}>
                          <CorrectionForm session={session} of={each} done={() => setOpen(null)} />
                        </td>
                      </tr>
                    )}
                  </Fragment>
                );
              })}
            </tbody>
          </table>
        )}
      </section>
      <Corrections data={data} timeZone={timeZone} />
    </>
  );
}

function Corrections({ data, timeZone }: { data: Associations; timeZone: string }) {
  const names = useNames();
  return (
    <>
      <section aria-labelledby="corrections-title">
        <h2 id="corrections-title">{t`Corrections`}</h2>
        {data.corrections.length === 0 && <p className="note">{t`Nothing was corrected in this session.`}</p>}
        <ul>
          {data.corrections.map((each) => (
            <li key={each.id}>
              {correctionWords(each, timeZone)}. {each.reason ?? ""}{" "}
              <span className="note">
                {names(each.by)}, <ClockTime at={each.at} seconds />. {outcome(each)}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {data.ofAnotherPatient.length > 0 && (
        <section aria-labelledby="strange-title">
          <h2 id="strange-title">{t`Sounded here because of another patient`}</h2>
          <ul>
            {data.ofAnotherPatient.map((headline) => (
              <li key={headline}>{headline}</li>
            ))}
          </ul>
        </section>
      )}
      {data.findings.length > 0 && (
        <section aria-labelledby="findings-title">
          <h2 id="findings-title">{t`Would have sounded here, and did not`}</h2>
          <ul>
            {data.findings.map((each) => (
              <li key={each.alarm}>
                <Trans>
                  {priorityWords[each.priority]} priority: {each.headline}{" "}
                  <span className="note">
                    from <ClockTime at={each.onsetAt} seconds />
                    {each.endedAt && t` to ${clockTime(each.endedAt, timeZone, true)}`}
                  </span>
                </Trans>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function outcome(correction: Correction): string {
  if (!correction.done) return t`In progress.`;
  const given =
    correction.givenBeforeMl === correction.givenMl
      ? ""
      : t` Given here: ${ml(correction.givenBeforeMl)} before, ${ml(correction.givenMl)} now.`;
  return t`${correction.readings ?? 0} readings moved.${given}`;
}

const ml = (value: number | null) => (value === null ? t`nothing known` : `${figure(value, 2)} mL`);
