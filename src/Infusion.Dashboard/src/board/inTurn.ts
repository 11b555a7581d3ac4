const most = 2;
let running = 0;
const waiting: (() => void)[] = [];

/** At most two at a time: sixty chairs opening at once must not ask for sixty histories at once. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}
