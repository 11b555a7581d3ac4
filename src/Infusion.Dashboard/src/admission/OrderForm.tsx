import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useDraft } from "../care/useDraft";
import type { Protocol } from "../library/contract";
import { secondsOf } from "../library/draft";
import type { SessionView } from "../live/contract";
import { patients } from "../patients/api";
import { WeightHistory } from "../patients/WeightHistory";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import type { OrderDraft } from "./contract";
import { GiveOrder } from "./GiveOrder";
import { OrderFields } from "./OrderFields";
import { OrderNumbers } from "./OrderNumbers";
import { draftOf } from "./orderDraft";
import { PatientPicker } from "./PatientPicker";
import { useCalculated } from "./queries";

interface Props {
  chair: string;
  /** null: a new one is planned. */
  session: SessionView | null;
  patientName: string | null;
  protocols: Protocol[];
}

/** What is typed is computed by the server while it is typed, within the protocol's limits, and ordered as it is shown. */
export function OrderForm({ chair, session, patientName, protocols }: Props) {
  const { me, clinic } = useSignedIn();
  const draft = useDraft(`order:${chair}:${session?.id ?? "new"}`);
  const patient = session?.patient ?? (draft.of("patient") || null);
  const protocolId = session?.order.protocolId ?? draft.of("protocol");
  const protocol = protocols.find((each) => each.id === protocolId) ?? null;
  const typed: OrderDraft | null = protocol
    ? { ...draftOf(draft.of, protocol.id), protocolVersion: session?.order.protocolVersion ?? null, patient }
    : null;
  const settled = useSettled(typed);
  const { data: calculated, isPlaceholderData, error } = useCalculated(settled);
  const isOld = isPlaceholderData || JSON.stringify(settled) !== JSON.stringify(typed);
  const { data: record } = useQuery({
    queryKey: [t`patient record`, clinic, patient],
    queryFn: ({ signal }) => patients.record(clinic, patient ?? "", signal),
    enabled: patient !== null,
    retry: retryUnreachable,
  });

  const choose = (id: string) => {
    draft.set("protocol", id);
    const chosen = protocols.find((each) => each.id === id);
    if (!chosen) return;
    const minutes = (secondsOf(chosen.usualDuration) ?? 0) / 60;
    if (draft.of("doseMgPerKg") === "" && draft.of("doseMg") === "") {
      draft.set("doseMgPerKg", String(chosen.usualDoseMgPerKg));
    }
    if (draft.of("duration") === "" && minutes > 0) draft.set("duration", String(minutes));
  };

  return (
    <>
      <section aria-labelledby="or-patient">
        <h2 id="or-patient">{t`Patient`}</h2>
        {session ? (
          <p>{patientName ?? t`Name not read yet`}</p>
        ) : (
          <PatientPicker
            chosen={patient}
            choose={(id) => {
              draft.set("patient", id);
              // A weight of somebody else must not stay.
              for (const name of ["weight", "weighedOn", "method", "heightCm", "sex"]) draft.set(name, "");
            }}
          />
        )}
        {record && (
          <>
            <WeightHistory weights={record.weights} />
            <LastWeight weights={record.weights} draft={draft} />
          </>
        )}
      </section>
      <section aria-labelledby="or-protocol">
        <h2 id="or-protocol">{t`Protocol`}</h2>
        {session ? (
          <p>{t`${session.order.protocol}, version ${session.order.protocolVersion}`}</p>
        ) : (
          <div className="ci-choices">
            {protocols.map((each) => (
              <button
                key={each.id}
                type="button"
                className="btn btn--tall"
                aria-pressed={each.id === protocolId}
                onClick={() => choose(each.id)}
              >
                {each.name}
              </button>
            ))}
          </div>
        )}
      </section>
      {protocol && (
        <>
          <section aria-labelledby="or-order">
            <h2 id="or-order">{t`Order`}</h2>
            <OrderFields draft={draft} protocol={protocol} faults={calculated?.faults ?? []} />
          </section>
          <section aria-labelledby="or-numbers">
            <h2 id="or-numbers">{t`Computed`}</h2>
            <OrderNumbers calculated={calculated ?? null} isOld={isOld} error={error} drug={protocol.drug} />
          </section>
        </>
      )}
      {calculated && (
        <GiveOrder
          chair={chair}
          session={session}
          patient={patient}
          draft={draft}
          calculated={calculated}
          isOld={isOld}
          isPhysician={me.roles.includes("physician")}
        />
      )}
    </>
  );
}

/** What somebody is still typing is not asked about at each key. */
function useSettled(typed: OrderDraft | null): OrderDraft | null {
  const [settled, setSettled] = useState(typed);
  const text = JSON.stringify(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text) as OrderDraft | null), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

interface LastWeightProps {
  weights: { kilograms: number; method: "unknown" | "measured" | "stated"; on: string }[];
  draft: ReturnType<typeof useDraft>;
}

function LastWeight({ weights, draft }: LastWeightProps) {
  const last = weights[weights.length - 1];
  if (!last) return <p>{t`No weight is entered for this patient.`}</p>;
  return (
    <button
      type="button"
      className="btn btn--tall"
      onClick={() => {
        draft.set("weight", String(last.kilograms));
        draft.set("weightUnit", "kilogram");
        draft.set("method", last.method === "unknown" ? "" : last.method);
        draft.set("weighedOn", last.on);
      }}
    >
      {t`Take ${last.kilograms} kg of ${last.on}`}
    </button>
  );
}
