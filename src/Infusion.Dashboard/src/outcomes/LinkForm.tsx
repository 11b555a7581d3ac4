import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { api, saySignedOut } from "../session/api";
import { newCommandId } from "../session/commandId";
import { useSignedIn } from "../session/SessionContext";
import { ClockTime } from "../ui/ClockTime";
import { outcomes } from "./api";
import type { InstrumentId, Outcomes, TabletLink } from "./contract";
import { day } from "./words";

const lifetimes = [15, 30, 60, 120];

/** A one-time link for this patient: on this tablet after a sign-out, or copied to another. */
export function LinkForm({ patient }: { patient: Outcomes }) {
  const { clinic } = useSignedIn();
  const [chosen, setChosen] = useState<InstrumentId[]>([]);
  const [minutes, setMinutes] = useState(30);
  const [link, setLink] = useState<TabletLink | null>(null);
  const [refused, setRefused] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setRefused(null);
    setLink(null);
    try {
      setLink(await outcomes.makeLink(clinic, patient.patient, newCommandId(), chosen, minutes));
    } catch (problem) {
      setRefused(problem instanceof Error ? problem.message : t`no answer`);
    }
  };

  return (
    <section aria-labelledby="link-title">
      <h2 id="link-title">{t`Let the patient answer on a tablet`}</h2>
      <form className="link-form" onSubmit={submit}>
        <fieldset>
          <legend>{t`Which questions`}</legend>
          {patient.series
            .filter(({ instrument }) => instrument.isWordingShipped)
            .map(({ instrument, nextFrom }) => {
              const isEarly = nextFrom > patient.today;
              return (
                <label key={instrument.instrument}>
                  <input
                    type="checkbox"
                    disabled={isEarly}
                    checked={chosen.includes(instrument.instrument)}
                    onChange={(event) =>
                      setChosen((before) =>
                        event.target.checked
                          ? [...before, instrument.instrument]
                          : before.filter((each) => each !== instrument.instrument),
                      )
                    }
                  />
                  <span>
                    {instrument.name} {isEarly && <small>{t`again from ${day(nextFrom)}`}</small>}
                  </span>
                </label>
              );
            })}
        </fieldset>
        <div className="sheet-tools">
          <label>
            {t`Works for`}
            <select value={minutes} onChange={(event) => setMinutes(Number(event.currentTarget.value))}>
              {lifetimes.map((each) => (
                <option key={each} value={each}>
                  {t`${each} minutes`}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" className="btn" disabled={chosen.length === 0}>
            {t`Make a one-time link`}
          </button>
        </div>
      </form>
      <p role="alert">{refused && t`No link: ${refused}`}</p>
      {link && <Made link={link} />}
    </section>
  );
}

function Made({ link }: { link: TabletLink }) {
  const address = `${window.location.origin}${link.path}`;
  const handOver = async () => {
    // The patient must hold no screen that is signed in.
    await api.signOut();
    saySignedOut();
    window.location.replace(link.path);
  };
  return (
    <div className="link-made" role="status">
      <p>
        <Trans>
          The link works once, until <ClockTime at={link.expiresAt} />. It is shown here and nowhere again; another one
          takes its place.
        </Trans>
      </p>
      <label>
        {t`Address`}
        <input readOnly value={address} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <button type="button" className="btn btn--act" onClick={() => void handOver()}>
        {t`Sign out and hand over this tablet`}
      </button>
    </div>
  );
}
