import { t } from "@lingui/core/macro";

export const Meter = ({ part }: { part: number | null }) => (
  <div
    className={`meter${part === null ? " is-unknown" : ""}`}
    role="img"
    aria-label={
      part === null ? t`Dose given is unknown` : t`${Math.floor(part * 100)} percent of the ordered dose given`
    }
  >
    {part !== null && <i style={{ width: `${Math.min(100, part * 100)}%` }} />}
  </div>
);
