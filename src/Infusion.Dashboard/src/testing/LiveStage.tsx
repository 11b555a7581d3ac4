import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { LiveProvider } from "../live/LiveContext";
import type { LiveStore } from "../live/store";
import { CommandOutbox } from "../session/outbox";
import { SignedInProvider } from "../session/SessionContext";
import { AlarmSound } from "../sound/AlarmSound";

const me = {
  name: "okafor",
  displayName: "R. Okafor, RN",
  locked: false,
  idleMinutes: 5,
  roles: ["nurse"],
  clinics: [{ id: "harbor", name: "Harbor Street Clinic" }],
};

interface LiveStageProps {
  store: LiveStore;
  roles?: string[];
  /** Sign-in name. */
  name?: string;
  /** The address. */
  at?: string;
  children: ReactNode;
}

/** Everything that stands above a page, with a store that the test feeds itself. */
export function LiveStage({ store, roles = me.roles, name = me.name, at = "/", children }: LiveStageProps) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const connection = { attempt: () => null, subscribe: () => () => undefined, tryNow: () => undefined };
  return (
    <QueryClientProvider client={queries}>
      <MantineProvider env="test">
        <MemoryRouter initialEntries={[at]}>
          <SignedInProvider
            signedIn={{
              me: { ...me, roles, name },
              clinic: "harbor",
              chooseClinic: () => undefined,
              outbox: new CommandOutbox(),
            }}
          >
            <LiveProvider live={{ store, connection }}>
              <AlarmSound />
              {children}
            </LiveProvider>
          </SignedInProvider>
        </MemoryRouter>
      </MantineProvider>
    </QueryClientProvider>
  );
}
