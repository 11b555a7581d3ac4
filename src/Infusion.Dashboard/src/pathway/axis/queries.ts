import { useQueries } from "@tanstack/react-query";
import type { ChartDocument } from "../../charts/page/contract";
import { getJson, sessionPath } from "../../session/api";
import { retryUnreachable } from "../../session/queries";
import { useSignedIn } from "../../session/SessionContext";
import type { PlanInfusion } from "../contract";
import type { Doses } from "./course";

/** What was delivered, as each session's chart says it. */
export function useDoses(infusions: readonly PlanInfusion[]): Doses {
  const { clinic } = useSignedIn();
  const sessions = infusions.flatMap((each) => (each.standing === "given" && each.session ? [each.session] : []));
  const charts = useQueries({
    queries: sessions.map((session) => ({
      queryKey: ["chart", clinic, session],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        getJson<ChartDocument>(`${sessionPath(clinic, session)}/chart`, signal),
      retry: retryUnreachable,
      staleTime: 60_000,
    })),
  });
  return new Map(
    sessions.flatMap((session, place): [string, number | null][] => {
      const chart = charts[place]?.data;
      return chart ? [[session, deliveredIn(chart)]] : [];
    }),
  );
}

const deliveredIn = (chart: ChartDocument): number | null => {
  const fact = chart.sections.flatMap((section) => section.facts).find((each) => each.key === "delivered-dose");
  return fact?.isKnown ? fact.number : null;
};
