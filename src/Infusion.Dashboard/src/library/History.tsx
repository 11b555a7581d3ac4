import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { useTimeZone } from "../live/LiveContext";
import { protocolPath } from "../session/paths";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { calendarDay, clockTime } from "../ui/format";
import { library } from "./api";
import { DifferenceTable } from "./DifferenceTable";
import { Standing } from "./Standing";

/** Every version: who made it, when, why, and who stands for it. */
export function History({ id, shown }: { id: string; shown: number }) {
  const { clinic } = useSignedIn();
  const timeZone = useTimeZone();
  const [open, setOpen] = useState<number | null>(null);
  const { data: versions, error } = useQuery({
    queryKey: ["protocols", clinic, id, "history"],
    queryFn: ({ signal }) => library.history(clinic, id, signal),
    retry: retryUnreachable,
  });
  const when = (at: string) => `${calendarDay(at, timeZone)} ${clockTime(at, timeZone)}`;
  return (
    <section className="panel" aria-labelledby="history-title">
      <h2 id="history-title">{t`History`}</h2>
      {error && <p role="alert">{t`The history could not be read: ${error.message}`}</p>}
      <ol className="lib-history">
        {versions?.map((version) => (
          <li key={version.version} aria-current={version.version === shown}>
            <p className="lib-line">
              <Link className="btn" to={protocolPath(id, version.version)}>
                {t`Version ${version.version}`}
              </Link>
              <Standing about={version} />
              {version.version > 1 && (
                <button
                  type="button"
                  className="btn"
                  aria-expanded={open === version.version}
                  onClick={() => setOpen(open === version.version ? null : version.version)}
                >
                  <Trans>
                    What changed <span className="vh">in version {version.version}</span>
                  </Trans>
                </button>
              )}
            </p>
            <p>{t`${when(version.createdAt)} by ${version.createdBy}: ${version.reason}`}</p>
            {version.approval && <p>{t`approved ${when(version.approval.at)} by ${version.approval.by}`}</p>}
            {open === version.version && <Differences id={id} version={version.version} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Differences({ id, version }: { id: string; version: number }) {
  const { clinic } = useSignedIn();
  const { data, error } = useQuery({
    queryKey: ["protocols", clinic, id, "differences", version],
    queryFn: ({ signal }) => library.differences(clinic, id, version, signal),
    retry: retryUnreachable,
  });
  if (error) return <p role="alert">{t`The differences could not be read: ${error.message}`}</p>;
  if (!data) return <p>{t`Comparing.`}</p>;
  if (data.length === 0) return <p>{t`Nothing is different from the version before.`}</p>;
  return <DifferenceTable differences={data} label={t`What changed in version ${version}`} />;
}
