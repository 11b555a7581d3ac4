/** A tile this much wider than high has its chair beside the numbers; a higher one has it above them. wall.css says the same. */
const wideFrom = 5;
const mostColumns = 8;

/** A tile lower than this has room for its chair and numbers alone: no labels, which then stand once below all chairs. */
export const denseBelowPx = 90;

/** How large the numbers of a tile become, in px; wall.css has the same shares. */
const vitalPx = (width: number, height: number): number => {
  if (height < denseBelowPx) return Math.min(0.52 * height, 0.074 * width);
  return width / height >= wideFrom ? Math.min(0.5 * height, 0.062 * width) : Math.min(0.42 * height, 0.085 * width);
};

export interface WallGrid {
  columns: number;
  isDense: boolean;
}

/** How so many chairs stand on a surface, so that their numbers are as large as can be and none is out of sight. */
export function wallGrid(chairs: number, width: number, height: number): WallGrid {
  const rowsOf = (columns: number) => Math.max(1, Math.ceil(chairs / columns));
  let best = 1;
  let bestPx = 0;
  for (let columns = 1; columns <= Math.min(mostColumns, Math.max(1, chairs)); columns++) {
    const px = vitalPx(width / columns, height / rowsOf(columns));
    if (px > bestPx) [best, bestPx] = [columns, px];
  }
  return { columns: best, isDense: height / rowsOf(best) < denseBelowPx };
}
