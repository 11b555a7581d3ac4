import type { ShownVital } from "./words";

export const VitalName = ({ vital }: { vital: ShownVital }) => {
  switch (vital) {
    case "hr":
      return <>HR</>;
    case "pulse":
      return <>Pulse</>;
    case "spo2":
      return (
        <>
          SpO<sub>2</sub>
        </>
      );
    case "rr":
      return <>RR</>;
    case "etco2":
      return (
        <>
          EtCO<sub>2</sub>
        </>
      );
  }
};
