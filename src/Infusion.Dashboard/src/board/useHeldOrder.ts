import { type FocusEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { holdOrder } from "./order";

/** A pointer or a focus that rests this long is not a hand on the board any more. */
const restMs = 30_000;

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((chair, i) => chair === b[i]);

/** Holds the rows still while a hand is on the board, so that nobody presses a button that has just moved. */
export function useHeldOrder(wanted: readonly string[]) {
  const [held, setHeld] = useState(false);
  const [shown, setShown] = useState(wanted);
  const rest = useRef<ReturnType<typeof setTimeout> | null>(null);

  const release = () => {
    if (rest.current) clearTimeout(rest.current);
    rest.current = null;
    setHeld(false);
  };
  const touch = () => {
    if (rest.current) clearTimeout(rest.current);
    rest.current = setTimeout(release, restMs);
    setHeld(true);
  };
  useEffect(
    () => () => {
      if (rest.current) clearTimeout(rest.current);
    },
    [],
  );

  const next = held ? holdOrder(shown, wanted) : wanted;
  const order = same(next, shown) ? shown : next;
  if (order !== shown) setShown(order);

  // A row that moves in the document loses its focus: give it back.
  const focused = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const element = order.length > 0 ? focused.current : null;
    if (element instanceof HTMLElement && element.isConnected && document.activeElement === document.body) {
      element.focus({ preventScroll: true });
    }
  }, [order]);

  return {
    order,
    isHeld: held && !same(shown, wanted),
    handlers: {
      onPointerMove: touch,
      onPointerDown: touch,
      onPointerLeave: release,
      onKeyDown: touch,
      onFocus: (event: FocusEvent) => {
        focused.current = event.target;
        touch();
      },
      onBlur: (event: FocusEvent) => {
        if (event.relatedTarget) focused.current = null;
      },
    },
  };
}
