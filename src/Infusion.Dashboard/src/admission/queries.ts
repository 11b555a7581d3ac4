import { useQuery, useQueryClient } from "@tanstack/react-query";
import { clinicPath, getJson, postJson, sessionPath } from "../session/api";
import type { NewCommand } from "../session/outbox";
import { retryUnreachable } from "../session/queries";
import { useSend, useSignedIn } from "../session/SessionContext";
import type { CalculatedOrder, CheckInView, OrderDraft, OrderSheet } from "./contract";

/** Read again and again: fasting passes and a monitor measures without a word of anybody. */
export function useCheckIn(session: string, isWanted = true) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["check-in", clinic, session],
    queryFn: ({ signal }) => getJson<CheckInView>(`${sessionPath(clinic, session)}/check-in`, signal),
    refetchInterval: 4_000,
    enabled: isWanted,
    retry: retryUnreachable,
  });
}

export function useOrderSheet(session: string) {
  const { clinic, me } = useSignedIn();
  return useQuery({
    queryKey: ["order-sheet", clinic, session, me.name],
    queryFn: ({ signal }) => getJson<OrderSheet>(`${sessionPath(clinic, session)}/order-sheet`, signal),
    refetchInterval: 5_000,
    retry: retryUnreachable,
  });
}

/** The numbers of what is typed; the last ones stay while new ones are computed, and say that they are old. */
export function useCalculated(draft: OrderDraft | null) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["order", clinic, draft],
    queryFn: async ({ signal }) =>
      (await (await postJson(`${clinicPath(clinic)}/orders/calculate`, draft, signal)).json()) as CalculatedOrder,
    enabled: draft !== null,
    retry: retryUnreachable,
    placeholderData: (before) => before,
    gcTime: 60_000,
  });
}

/** Sends, and reads anew what stands before the start. */
export function useAdmissionSend(session: string): (command: NewCommand) => Promise<boolean> {
  const send = useSend();
  const queries = useQueryClient();
  return async (command) => {
    const done = await send(session, command);
    await Promise.all(
      ["check-in", "order-sheet"].map((key) =>
        queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === key && queryKey[2] === session }),
      ),
    );
    return done;
  };
}
