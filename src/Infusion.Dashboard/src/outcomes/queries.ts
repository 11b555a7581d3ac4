import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { outcomes } from "./api";

export function useOutcomes(patient: string, since = "") {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["outcomes", clinic, patient, since],
    queryFn: ({ signal }) => outcomes.of(clinic, patient, since, signal),
    placeholderData: keepPreviousData,
    retry: retryUnreachable,
  });
}

export function useSafetyTasks() {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["safety-tasks", clinic],
    queryFn: ({ signal }) => outcomes.safetyTasks(clinic, signal),
    retry: retryUnreachable,
    refetchInterval: 10_000,
  });
}
