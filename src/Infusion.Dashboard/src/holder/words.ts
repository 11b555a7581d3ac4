import type { ChairHolder } from "../live/contract";

/** Who has the chair, who covers it, whom it is offered to. */
export function holderWords(holder: ChairHolder | null, nameOf: (name: string) => string): string {
  if (!holder) return "Nobody has this chair.";
  const sentences = [`${nameOf(holder.person)} has this chair.`];
  if (holder.cover) sentences.push(`On a break: ${nameOf(holder.cover)} covers.`);
  if (holder.offeredTo) {
    const to = nameOf(holder.offeredTo);
    sentences.push(
      holder.isOfferedForBreak ? `${to} is asked to cover a break.` : `Offered to ${to}, not yet accepted.`,
    );
  }
  return sentences.join(" ");
}
