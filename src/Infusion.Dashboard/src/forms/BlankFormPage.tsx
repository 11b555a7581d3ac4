import { t } from "@lingui/core/macro";
import "./forms.css";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { useVocabulary } from "../after/queries";
import { library } from "../library/api";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { Icon } from "../ui/Icon";
import { Page } from "../ui/Page";
import { BlankForm } from "./BlankForm";

/** The session on paper, for when nothing can be charted here: made of the protocol that is in use. */
export default function BlankFormPage() {
  const { clinic } = useSignedIn();
  const [search, setSearch] = useSearchParams();
  const vocabulary = useVocabulary();
  const newest = useQuery({
    queryKey: ["protocols", clinic, "newest"],
    queryFn: ({ signal }) => library.newest(clinic, signal),
    retry: retryUnreachable,
  });
  const id = search.get("protocol") ?? newest.data?.[0]?.about.id;
  const inUse = useQuery({
    queryKey: ["protocols", clinic, id, t`in use`],
    queryFn: async ({ signal }) => {
      const versions = await library.history(clinic, id ?? "", signal);
      const used = versions.find((about) => about.isInUse);
      return used ? library.version(clinic, used.id, used.version, signal) : null;
    },
    enabled: id !== undefined,
    retry: retryUnreachable,
  });
  const error = newest.error ?? vocabulary.error ?? inUse.error;
  return (
    <Page title={t`Down-time form`} className="forms">
      <div className="forms-tools">
        <label>
          <span>{t`Protocol`}</span>
          <select value={id ?? ""} onChange={(event) => setSearch({ protocol: event.currentTarget.value })}>
            {newest.data?.map(({ about }) => (
              <option key={about.id} value={about.id}>
                {about.name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="btn btn--act" disabled={!inUse.data} onClick={() => window.print()}>
          {t`Print`}
        </button>
        <p className="note">
          <Icon name="order" />
          {t`Print some before they are needed, and again when a protocol changes. What was written on one is entered later with its own times.`}
        </p>
      </div>
      {error && (
        <p className="notice" role="alert">
          {t`The protocol could not be read: ${error.message}`}
        </p>
      )}
      {inUse.data === null && <p className="notice">{t`This clinic has no such protocol.`}</p>}
      {inUse.data && vocabulary.data && <BlankForm view={inUse.data} vocabulary={vocabulary.data} />}
    </Page>
  );
}
