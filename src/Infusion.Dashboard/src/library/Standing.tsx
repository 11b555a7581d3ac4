import { t } from "@lingui/core/macro";
import type { ProtocolVersion } from "./contract";
import { standings } from "./words";

/** Hatched while nobody stands for it. */
export const Standing = ({ about }: { about: ProtocolVersion }) => (
  <span className="lib-standing">
    <span className={about.standing === "approved" ? "lib-approved" : "tag"}>{standings[about.standing]}</span>
    {about.isInUse && <span className="lib-use">{t`in use`}</span>}
  </span>
);
