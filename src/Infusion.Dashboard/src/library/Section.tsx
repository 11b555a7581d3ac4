import { plural } from "@lingui/core/macro";
import type { ReactNode } from "react";
import { useSheet } from "./Sheet";

interface SectionProps {
  id: string;
  title: string;
  /** Paths that it is about, with all beneath them. */
  about: readonly string[];
  /** Of these, what another section is about. */
  besides?: readonly string[];
  /** Also where somebody writes; the others are folded then. */
  isFirst?: boolean;
  children: ReactNode;
}

const isBeneath = (path: string, roots: readonly string[]) =>
  roots.some((root) => path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[`));

/** One part of a protocol, which folds. Folded, it still says what is wrong in it and what it changes. */
export function Section({ id, title, about, besides = [], isFirst = false, children }: SectionProps) {
  const { change, faults, differences = [], unfolded } = useSheet();
  const count = (all: readonly { path: string }[]) =>
    all.filter(({ path }) => isBeneath(path, about) && !isBeneath(path, besides)).length;
  const [wrong, other] = [count(faults), count(differences)];
  return (
    <section className="panel" aria-labelledby={`${id}-title`}>
      {/* Open as it is found; from then on as the reader has it, also when the fields are made anew. */}
      <details
        className="lib-fold"
        open={change === null || isFirst || unfolded?.has(id)}
        onToggle={(event) => (event.currentTarget.open ? unfolded?.add(id) : unfolded?.delete(id))}
      >
        <summary>
          <h2 id={`${id}-title`}>{title}</h2>
          {wrong > 0 && <b className="tag">{plural(wrong, { one: `${wrong} fault`, other: `${wrong} faults` })}</b>}
          {other > 0 && (
            <span className="tag">{plural(other, { one: `${other} change`, other: `${other} changes` })}</span>
          )}
        </summary>
        {children}
      </details>
    </section>
  );
}

/** Unfolds or folds every part. */
export function foldAll(isOpen: boolean): void {
  for (const fold of document.querySelectorAll<HTMLDetailsElement>("details.lib-fold")) fold.open = isOpen;
}

/** Goes to the field of a path, and unfolds what it stands in. */
export function goTo(path: string): void {
  const field = [...document.querySelectorAll<HTMLElement>("[data-path]")].find((each) => each.dataset.path === path);
  const fold = field?.closest("details");
  if (fold) fold.open = true;
  field?.focus();
}
