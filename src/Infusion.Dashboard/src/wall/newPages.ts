import { useEffect, useRef } from "react";
import { useLive } from "../live/LiveContext";

/** Whether the server's page names another script than the one that runs here. */
export function isOutdated(page: string, running: Document): boolean {
  const script = running.querySelector<HTMLScriptElement>("script[type=module][src]")?.getAttribute("src");
  return Boolean(script) && page.includes("<script") && !page.includes(`"${script}"`);
}

/** A display hangs for months. When it hears the server again after a cut, that may be a newer one, with newer pages. */
export function useNewPages(reload: () => void = () => window.location.reload()): void {
  const link = useLive((state) => state.link);
  const wasCut = useRef(false);
  useEffect(() => {
    if (link === "cut") wasCut.current = true;
    if (link !== "current" || !wasCut.current) return;
    wasCut.current = false;
    void fetch("/", { cache: "no-store" })
      .then(async (answer) => {
        if (answer.ok && isOutdated(await answer.text(), document)) reload();
      })
      // What it shows is current all the same; after the next cut it asks again.
      .catch(() => undefined);
  }, [link, reload]);
}
