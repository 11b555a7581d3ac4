import type { WhatIfLine } from "./contract";

/** The lines of an answer as they come. A last line that was cut off is no line. */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<WhatIfLine> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) if (part !== "") yield JSON.parse(part) as WhatIfLine;
    }
  } finally {
    // Nobody reads on: the server stops too.
    await reader.cancel().catch(() => undefined);
  }
}
