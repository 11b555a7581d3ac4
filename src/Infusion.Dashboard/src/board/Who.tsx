import { t } from "@lingui/core/macro";
import { memo } from "react";
import { EmergencyButton, EmergencyMark } from "../care/Emergency";
import type { ChairHolder, SessionView } from "../live/contract";
import { SafetyMark } from "../outcomes/SafetyMark";
import { useNames, usePatient } from "../session/queries";
import { birthDate, mrnTail } from "../ui/format";
import { PhaseLine } from "../ui/PhaseLine";
import { NextDue } from "./NextDue";

interface WhoProps {
  chair: string;
  session: SessionView | null;
  holder: ChairHolder | null;
}

export const Who = memo(function Who({ chair, session, holder }: WhoProps) {
  return (
    <header className="who">
      <div className="who-c">
        <h2 className="code fig">
          <span className="vh">{t`Chair`} </span>
          {chair}
        </h2>
        {holder && <Present holder={holder} />}
      </div>
      <div className="who-t">{session ? <Session session={session} /> : <p className="phase">{t`no session`}</p>}</div>
      {session && !session.care.emergency && <EmergencyButton chair={chair} session={session.id} compact />}
    </header>
  );
}, isSame);

/** What a pump's message moves is not shown here. */
const isOfDose = new Set<keyof SessionView>(["dose", "givenMg", "givenMl", "givenAsOf", "expectedEndAt"]);

function isSame(before: WhoProps, now: WhoProps): boolean {
  if (before.chair !== now.chair || before.holder !== now.holder) return false;
  if (before.session === now.session) return true;
  if (!before.session || !now.session) return false;
  const parts = { ...before.session, ...now.session };
  return (Object.keys(parts) as (keyof SessionView)[]).every(
    (part) => isOfDose.has(part) || before.session?.[part] === now.session?.[part],
  );
}

/** Who goes to the chair now. Beneath its name, so that the row gets no wider: a long name is cut, and whole when pointed at. */
export function Present({ holder }: { holder: ChairHolder }) {
  const nameOf = useNames();
  const name = nameOf(holder.cover ?? holder.person);
  return (
    <p className="who-has" title={`${holder.cover ? t`covered by ${name}, for ${nameOf(holder.person)}` : name}`}>
      <span className="vh">{holder.cover ? t`Covered by ` : t`Has it: `}</span>
      {name}
    </p>
  );
}

function Session({ session }: { session: SessionView }) {
  const { data: patient } = usePatient(session.patient);
  return (
    <>
      <PhaseLine session={session} />
      <p className="ids">
        {patient ? (
          <>
            <b>{patient.initials}</b> {birthDate(patient.birthDate)} <span className="mrn">{mrnTail(patient.mrn)}</span>
          </>
        ) : (
          t`name not read yet`
        )}
      </p>
      <EmergencyMark emergency={session.care.emergency} />
      <SafetyMark session={session} />
      <p className="proto" title={t`${session.order.protocol}, version ${session.order.protocolVersion}`}>
        <NextDue session={session} />
        {!session.order.protocolApproved && <span className="proto-sample">{t`sample limits`}</span>}
        {session.order.protocol}, v{session.order.protocolVersion}
      </p>
    </>
  );
}
