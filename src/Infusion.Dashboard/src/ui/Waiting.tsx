import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import { BrandMark } from "./Icon";

/** A page that has nothing to show yet says what it waits for. */
export const Waiting = ({ children }: { children: ReactNode }) => (
  <main className="waiting" aria-busy="true">
    <h1 className="vh">{t`Infusion`}</h1>
    <BrandMark />
    <p role="status">{children}</p>
  </main>
);
