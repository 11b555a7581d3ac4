import { t } from "@lingui/core/macro";
import "./admission.css";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { library } from "../library/api";
import type { SessionView } from "../live/contract";
import { useChair, useLive } from "../live/LiveContext";
import { retryUnreachable, usePatient } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { CommandNotes } from "../ui/CommandNotes";
import { Page } from "../ui/Page";
import { OrderForm } from "./OrderForm";

const before = ["planned", "checked_in", "ready"];

/** An order for a chair: of a new session, or in place of one whose infusion has not started. */
export default function OrderPage() {
  const { chair = "" } = useParams();
  const view = useChair(chair);
  const clinic = useLive((state) => state.clinic);
  const session = view?.session ?? null;
  return (
    <Page title={session ? t`Change the order, chair ${chair}` : t`Order, chair ${chair}`} className="sheets">
      {session && <CommandNotes session={session.id} />}
      {!clinic ? (
        <p className="notice" role="status">
          {t`Waiting for the chairs.`}
        </p>
      ) : !view ? (
        <p className="notice">{t`This clinic has no chair ${chair}.`}</p>
      ) : session && !before.includes(session.phase) ? (
        <p className="notice">
          {t`The infusion at this chair has started; its order is not changed any more. Stop it, or chart a note.`}
        </p>
      ) : (
        <Loaded key={session?.id ?? "new"} chair={chair} session={session} />
      )}
    </Page>
  );
}

function Loaded({ chair, session }: { chair: string; session: SessionView | null }) {
  const { clinic, me } = useSignedIn();
  const { data: patient } = usePatient(session?.patient);
  const { data: protocols, error } = useQuery({
    queryKey: ["protocols", clinic],
    queryFn: ({ signal }) => library.newest(clinic, signal),
    retry: retryUnreachable,
  });
  if (!protocols) {
    return (
      <p className="notice" role={error ? "alert" : "status"}>
        {error ? error.message : t`Reading the protocols.`}
      </p>
    );
  }
  if (session && !me.roles.includes("physician")) {
    return <p className="notice">{t`Only a physician changes an order. Ask one to sign in.`}</p>;
  }
  return (
    <OrderForm
      chair={chair}
      session={session}
      patientName={patient?.name ?? null}
      protocols={protocols.map((each) => each.protocol)}
    />
  );
}
