import type { SessionView } from "../live/contract";
import { usePatient } from "../session/queries";
import { birthDate, mrnTail } from "../ui/format";
import { PhaseLine } from "../ui/PhaseLine";
import { NextDue } from "./NextDue";

export function Who({ chair, session }: { chair: string; session: SessionView | null }) {
  return (
    <header className="who">
      <h2 className="code fig">
        <span className="vh">Chair </span>
        {chair}
      </h2>
      <div className="who-t">{session ? <Session session={session} /> : <p className="phase">no session</p>}</div>
    </header>
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
          "name not read yet"
        )}
      </p>
      <p className="proto" title={`${session.order.protocol}, version ${session.order.protocolVersion}`}>
        <NextDue session={session} />
        {!session.order.protocolApproved && <span className="proto-sample">sample limits</span>}
        {session.order.protocol}, v{session.order.protocolVersion}
      </p>
    </>
  );
}
