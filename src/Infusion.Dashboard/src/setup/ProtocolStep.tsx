import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "../library/library.css";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { library } from "../library/api";
import { Samples } from "../library/Samples";
import { Standing } from "../library/Standing";
import { protocolPath } from "../session/paths";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";

/** What infusions are ordered from. A sample serves until a physician stands for a version. */
export function ProtocolStep() {
  const { clinic } = useSignedIn();
  const { data, error } = useQuery({
    queryKey: ["protocols", clinic, "newest"],
    queryFn: ({ signal }) => library.newest(clinic, signal),
    retry: retryUnreachable,
  });
  return (
    <>
      <p>
        {t`Choose what the clinic gives, read it line by line, change what is not yours, and have a physician approve it. What ships are samples, put together from published practice: every chair under one says so.`}
      </p>
      {error && <p role="alert">{t`The protocols could not be read: ${error.message}`}</p>}
      <ul className="setup-list" aria-label={t`Protocols`}>
        {data?.map(({ about, protocol }) => (
          <li key={about.id}>
            <b>{about.name}</b> <span>{protocol.indication}</span>
            <span>
              <Trans>
                version {about.version} <Standing about={about} />
              </Trans>
            </span>
            <Link className="btn" to={protocolPath(about.id)}>
              <Trans>
                Read{about.standing === "approved" ? "" : t`, change or approve`}
                <span className="vh"> {about.name}</span>
              </Trans>
            </Link>
          </li>
        ))}
      </ul>
      <Samples />
    </>
  );
}
