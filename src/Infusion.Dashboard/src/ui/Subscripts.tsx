import { Fragment } from "react";

/** Headlines come as plain text; SpO2 and EtCO2 are set as they are read. */
export const Subscripts = ({ text }: { text: string }) => {
  const parts = text.split(/(SpO2|EtCO2)/).filter((part) => part !== "");
  let offset = 0;
  return parts.map((part) => {
    const key = offset;
    offset += part.length;
    const isName = part === "SpO2" || part === "EtCO2";
    return (
      <Fragment key={key}>
        {isName ? part.slice(0, -1) : part}
        {isName && <sub>2</sub>}
      </Fragment>
    );
  });
};
