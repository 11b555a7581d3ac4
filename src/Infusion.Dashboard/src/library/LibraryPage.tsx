import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "./library.css";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { protocolPath } from "../session/paths";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import { ApproveForm } from "./ApproveForm";
import { library } from "./api";
import type { Vocabulary } from "./contract";
import { History } from "./History";
import { keptDraft, type Writing } from "./kept";
import { ProtocolEditor } from "./ProtocolEditor";
import { ProtocolSheet } from "./ProtocolSheet";
import { Samples } from "./Samples";
import { Standing } from "./Standing";

const writers = ["manager", "physician"];

/** The clinic's infusion protocols: what may be ordered, what is watched, when it sounds, and who stands for it. */
export default function LibraryPage() {
  const { clinic } = useSignedIn();
  const { protocol: id } = useParams();
  const [search] = useSearchParams();
  const newest = useQuery({
    queryKey: ["protocols", clinic, "newest"],
    queryFn: ({ signal }) => library.newest(clinic, signal),
    retry: retryUnreachable,
  });
  const vocabulary = useQuery({
    queryKey: [t`protocol vocabulary`, clinic],
    queryFn: ({ signal }) => library.vocabulary(clinic, signal),
    retry: retryUnreachable,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const shown = id ?? newest.data?.[0]?.about.id;
  const version = Number(search.get("version")) || newest.data?.find(({ about }) => about.id === shown)?.about.version;
  return (
    <Page title={t`Protocols`} className="library">
      <Reading
        query={newest}
        what={t`The protocols`}
        empty={
          newest.data?.length === 0
            ? t`This clinic has no protocol: nothing can be ordered until it takes one over.`
            : null
        }
      />
      {newest.data && newest.data.length > 0 && (
        <nav className="lib-list" aria-label={t`Protocols`}>
          <ul>
            {newest.data.map(({ about }) => (
              <li key={about.id}>
                <Link to={protocolPath(about.id)} aria-current={about.id === shown ? "page" : undefined}>
                  <b>{about.name}</b>
                  <span>
                    <Trans>
                      version {about.version} <Standing about={about} />
                    </Trans>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {newest.data?.length === 0 && <Samples />}
      {newest.data && shown !== undefined && <Reading query={vocabulary} what={t`The terms of the protocols`} />}
      {shown !== undefined && version !== undefined && vocabulary.data && (
        <OneVersion key={`${shown} ${version}`} id={shown} version={version} vocabulary={vocabulary.data} />
      )}
    </Page>
  );
}

function OneVersion({ id, version, vocabulary }: { id: string; version: number; vocabulary: Vocabulary }) {
  const { me, clinic } = useSignedIn();
  const navigate = useNavigate();
  // In the address, so that a reload comes back to what is being written.
  const [search, setSearch] = useSearchParams();
  const asked = search.get("edit");
  const editing: Writing | null = asked === "version" || asked === "copy" ? asked : null;
  const edit = (writing: Writing | null) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (writing) after.set("edit", writing);
        else after.delete("edit");
        return after;
      },
      { replace: true },
    );
  const query = useQuery({
    queryKey: ["protocols", clinic, id, "version", version],
    queryFn: ({ signal }) => library.version(clinic, id, version, signal),
    retry: retryUnreachable,
  });
  const view = query.data;
  if (!view) return <Reading query={query} what={t`The protocol`} />;
  const { about, protocol } = view;
  const mayWrite = me.roles.some((role) => writers.includes(role));

  const mayEdit = mayWrite && (editing === "copy" || about.isNewest);
  if (editing && mayEdit) {
    return (
      <ProtocolEditor
        key={editing}
        view={view}
        vocabulary={vocabulary}
        writing={editing}
        leave={() => edit(null)}
        saved={(added) => void navigate(protocolPath(added.id, added.version))}
      />
    );
  }
  return (
    <article className="lib-one" aria-labelledby="protocol-title">
      <header className="panel lib-head">
        <h2 id="protocol-title">
          {about.name} <small>{t`version ${about.version}`}</small>
        </h2>
        <Standing about={about} />
        {mayWrite && (
          <div className="lib-actions">
            {about.isNewest ? (
              <button type="button" className="btn" onClick={() => edit("version")}>
                {keptDraft(clinic, me.name, about.id, "version") ? t`Go on with your draft` : t`New version`}
              </button>
            ) : (
              <p className="note">{t`Newer versions are based on the newest.`}</p>
            )}
            <button type="button" className="btn" onClick={() => edit("copy")}>
              {t`Copy to a protocol of its own`}
            </button>
          </div>
        )}
      </header>
      <ApproveForm about={about} />
      <ProtocolSheet sheet={{ protocol, vocabulary, faults: [], change: null }} />
      <History id={id} shown={version} />
    </article>
  );
}
