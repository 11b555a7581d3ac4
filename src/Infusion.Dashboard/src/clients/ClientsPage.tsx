import { t } from "@lingui/core/macro";
import "./clients.css";
import { useSignedIn } from "../session/SessionContext";
import { PageWithoutBoard } from "../ui/PageWithoutBoard";
import { Reading } from "../ui/Reading";
import { ClientCard } from "./ClientCard";
import { useClients } from "./queries";
import { RegisterClient } from "./RegisterClient";

/** The programs that read this clinic's patients over FHIR: who they are, what they may, and the end of it. */
export default function ClientsPage() {
  const { me } = useSignedIn();
  const query = useClients();
  const { data } = query;
  const mayChange = me.roles.includes("manager");
  const standing = data?.clients.filter((client) => !client.revoked) ?? [];
  const revoked = data?.clients.filter((client) => client.revoked) ?? [];
  return (
    <PageWithoutBoard title={t`EHR clients`} className="sheets">
      <Reading query={query} what={t`The clients`} />
      {data && (
        <section className="client-panel" aria-labelledby="client-addresses">
          <h2 id="client-addresses">{t`What a client needs to know`}</h2>
          <dl className="sheet-facts">
            <div>
              <dt>FHIR R4</dt>
              <dd className="digest">{data.fhirBase}</dd>
            </div>
            <div>
              <dt>{t`Tokens, and the audience of its assertions`}</dt>
              <dd className="digest">{data.tokenUrl}</dd>
            </div>
            <div>
              <dt>{t`How`}</dt>
              <dd>{t`SMART Backend Services: private_key_jwt with RS384 or ES384`}</dd>
            </div>
          </dl>
        </section>
      )}
      {data && (
        <section className="client-panel" aria-labelledby="clients-standing">
          <h2 id="clients-standing">{t`Registered`}</h2>
          {standing.length === 0 && <p>{t`No program may read anything of this clinic.`}</p>}
          <ul className="client-list">
            {standing.map((client) => (
              <ClientCard key={client.id} of={client} types={data.types} mayChange={mayChange} />
            ))}
          </ul>
        </section>
      )}
      {data && mayChange && <RegisterClient types={data.types} />}
      {data && revoked.length > 0 && (
        <section className="client-panel" aria-labelledby="clients-revoked">
          <h2 id="clients-revoked">{t`Revoked`}</h2>
          <ul className="client-list">
            {revoked.map((client) => (
              <ClientCard key={client.id} of={client} types={data.types} mayChange={false} />
            ))}
          </ul>
        </section>
      )}
    </PageWithoutBoard>
  );
}
