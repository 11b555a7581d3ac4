/** Names the columns once; every row repeats the short label beside its number. */
export const Axis = () => (
  <div className="axis" aria-hidden="true">
    <span className="ax-t">chair</span>
    <span className="ax-v">HR /min</span>
    <span className="ax-v">
      SpO<sub>2</sub> %
    </span>
    <span className="ax-v">NIBP mmHg</span>
    <span className="ax-v">RR /min</span>
    <span className="ax-v">
      EtCO<sub>2</sub> mmHg
    </span>
    <div className="ax-lane">
      <span style={{ left: "0%" }}>−30 min</span>
      <span style={{ left: "35.71%" }}>−15</span>
      <b style={{ left: "71.43%" }}>now</b>
      <span style={{ left: "95.24%" }}>+10</span>
    </div>
    <span className="ax-d">medicine given</span>
  </div>
);
