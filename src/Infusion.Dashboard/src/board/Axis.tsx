import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";

/** Names the columns once; every row repeats the short label beside its number. */
export const Axis = () => (
  <div className="axis" aria-hidden="true">
    <span className="ax-t">{t`chair`}</span>
    <span className="ax-v">HR /min</span>
    <span className="ax-v">
      <Trans>
        SpO<sub>2</sub> %
      </Trans>
    </span>
    <span className="ax-v">NIBP mmHg</span>
    <span className="ax-v">RR /min</span>
    <span className="ax-v">
      <Trans>
        EtCO<sub>2</sub> mmHg
      </Trans>
    </span>
    <div className="ax-lane">
      <span style={{ left: "0%" }}>−30 min</span>
      <span style={{ left: "35.71%" }}>−15</span>
      <b style={{ left: "71.43%" }}>{t`now`}</b>
      <span style={{ left: "95.24%" }}>+10</span>
    </div>
    <span className="ax-d">{t`medicine given`}</span>
  </div>
);
