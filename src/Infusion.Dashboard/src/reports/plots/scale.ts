export interface Scale {
  /** The top of the axis; above 0, so that nothing is divided by it in vain. */
  most: number;
  /** What is written beside the axis, from 0 up to the top. */
  steps: number[];
}

/** Round steps of 1, 2 or 5 that cover the highest amount in at most five. */
export function scaleOf(highest: number): Scale {
  if (!(highest > 0)) return { most: 1, steps: [0, 1] };
  const rough = highest / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough * 0.999_999) ?? rough;
  const count = Math.ceil(highest / step - 1e-9);
  return {
    most: step * count,
    steps: Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12))),
  };
}
