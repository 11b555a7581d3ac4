/** A bar of a share of the largest; the number itself stands beside it. */
export const Bar = ({ amount, most }: { amount: number; most: number }) => (
  <span className="report-bar" aria-hidden="true">
    <i style={{ width: `${most > 0 ? (amount / most) * 100 : 0}%` }} />
  </span>
);
