import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../session/api";
import type { ConcentrationCourse } from "../session/contract";
import { useSignedIn } from "../session/SessionContext";

export interface ConcentrationSource {
  course: ConcentrationCourse | undefined;
  /** The course answers another question than the one asked now. */
  isEarlier: boolean;
  error: Error | null;
}

/** The estimate's course and its forecasts. While the estimate is frozen nothing of it changes. */
export function useConcentration(session: string, rate: number | null, below: number | null): ConcentrationSource {
  const { clinic } = useSignedIn();
  const { data, isPlaceholderData, error } = useQuery({
    queryKey: ["concentration", clinic, session, rate, below],
    queryFn: ({ signal }) => api.concentration(clinic, session, rate, below, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  return { course: data, isEarlier: isPlaceholderData, error };
}
