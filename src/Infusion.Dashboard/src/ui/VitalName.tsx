import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { memo } from "react";
import type { ShownVital } from "./words";

export const VitalName = memo(function VitalName({ vital }: { vital: ShownVital }) {
  switch (vital) {
    case "hr":
      return <>HR</>;
    case "pulse":
      return <>{t`Pulse`}</>;
    case "spo2":
      return (
        <Trans>
          SpO<sub>2</sub>
        </Trans>
      );
    case "rr":
      return <>RR</>;
    case "etco2":
      return (
        <Trans>
          EtCO<sub>2</sub>
        </Trans>
      );
  }
});
