import { t } from "@lingui/core/macro";

/** Prints what is on the screen, on whatever paper the printer has. */
export const PrintButton = () => (
  <button type="button" className="btn btn--act" onClick={() => window.print()}>
    {t`Print`}
  </button>
);
