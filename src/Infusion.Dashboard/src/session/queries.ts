import { useQuery } from "@tanstack/react-query";
import { api, Unreachable } from "./api";
import { inTurn } from "./inTurn";
import { useSignedIn } from "./SessionContext";

/** An answer that refuses will refuse again; only silence is worth another try. */
export const retryUnreachable = (count: number, error: Error): boolean => error instanceof Unreachable && count < 10;

/** As many as a browser has connections; to ask for all of a board at once would only hold up its first view. */
const oneOfSix = inTurn(6);

export function usePatient(id: string | undefined) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["patient", clinic, id],
    queryFn: ({ signal }) => oneOfSix(() => api.patient(clinic, id ?? "", signal)),
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

/** What became of an alarm, and why it was raised. Asked for when somebody wants to know. */
export function useAlarmHistory(session: string, alarm: string, isWanted: boolean) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["alarm", clinic, session, alarm],
    queryFn: ({ signal }) => api.alarm(clinic, session, alarm, signal),
    enabled: isWanted,
    refetchInterval: 5_000,
  });
}

/** Whose browsers were told of an alarm, and which of them said that it came. */
export function usePushes(alarm: string) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["pushes", clinic, alarm],
    queryFn: ({ signal }) => api.pushes(clinic, alarm, signal),
    refetchInterval: 5_000,
  });
}

export function usePeople() {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["people", clinic],
    queryFn: ({ signal }) => api.people(clinic, signal),
    staleTime: 5 * 60_000,
  });
}

/** A person as the chart names them; the sign-in name while that is not known. */
export function useNames(): (name: string) => string {
  const { data: people } = usePeople();
  return (name) => people?.find((person) => person.name === name)?.displayName ?? name;
}

export function useDuty() {
  const { clinic } = useSignedIn();
  return useQuery({ queryKey: ["duty", clinic], queryFn: ({ signal }) => api.duty(clinic, signal) });
}
