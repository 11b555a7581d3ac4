import { useQuery } from "@tanstack/react-query";
import { api, Unreachable } from "./api";
import { useSignedIn } from "./SessionContext";

/** An answer that refuses will refuse again; only silence is worth another try. */
export const retryUnreachable = (count: number, error: Error): boolean => error instanceof Unreachable && count < 10;

export function usePatient(id: string | undefined) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["patient", clinic, id],
    queryFn: ({ signal }) => api.patient(clinic, id ?? "", signal),
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useClinicDevices() {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["devices", clinic],
    queryFn: ({ signal }) => api.devices(clinic, signal),
    refetchInterval: 10_000,
  });
}

export function useChartEvents(session: string) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["events", clinic, session],
    queryFn: ({ signal }) => api.events(clinic, session, signal),
  });
}
