import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { clinicPath, deleteAt, getJson, postJson, putJson, Refused } from "../session/api";
import { newCommandId } from "../session/commandId";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import type {
  Calendar,
  Feed,
  FeedKind,
  HandOff,
  PathwaySettings,
  Plan,
  PlanCommand,
  PlanLine,
  Terms,
  Therapist,
  TherapyTimes,
  Vocabulary,
} from "./contract";

const path = (clinic: string, rest: string) => `${clinicPath(clinic)}/pathway/${rest}`;

/** Sessions end and others plan: what is on the screen is read again without a word of anybody. */
const rereadMs = 20_000;

function usePathway<T>(key: readonly unknown[], rest: string, options: { isWanted?: boolean; rereadMs?: number } = {}) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["pathway", clinic, ...key],
    queryFn: ({ signal }) => getJson<T>(path(clinic, rest), signal),
    retry: retryUnreachable,
    enabled: options.isWanted ?? true,
    refetchInterval: options.rereadMs ?? false,
  });
}

export const useVocabulary = () => usePathway<Vocabulary>(["vocabulary"], "vocabulary");

export const useSettings = () => usePathway<PathwaySettings>(["settings"], "settings");

export const useTherapists = () => usePathway<Therapist[]>(["therapists"], "therapists");

export const usePlanLines = () => usePathway<PlanLine[]>(["lines"], "plans", { rereadMs });

/** Newest first, closed ones too. */
export const usePlansOf = (patient: string) =>
  usePathway<Plan[]>(["of patient", patient], `patients/${encodeURIComponent(patient)}/plans`, { rereadMs });

export const usePlan = (plan: string) => usePathway<Plan>(["plan", plan], `plans/${plan}`, { rereadMs });

export const useCalendar = (from: string, days: number) =>
  usePathway<Calendar>(["calendar", from, days], `calendar?${new URLSearchParams({ from, days: String(days) })}`, {
    rereadMs,
  });

export const useHandOff = (plan: string, appointment: string) =>
  usePathway<HandOff>(["hand-off", appointment], `plans/${plan}/therapy/${appointment}/hand-off`, { rereadMs });

export const useFeeds = () => usePathway<Feed[]>(["feeds"], "feeds");

export function useTherapyTimes(plan: string, after: string | null, therapist: string, minutes: number | null) {
  const query = new URLSearchParams({ therapist });
  if (after !== null) query.set("after", after);
  if (minutes !== null) query.set("minutes", String(minutes));
  return usePathway<TherapyTimes>(
    ["therapy times", plan, after, therapist, minutes],
    `plans/${plan}/therapy-times?${query}`,
    { isWanted: after !== null && therapist !== "" },
  );
}

/**
 * Sends what a person decided. Without an answer it is sent again under the same id, also when the person sends the same once more;
 * after an answer all plans and calendars are read anew.
 */
function useDecision<Body extends object>(
  send: (clinic: string, body: Body & { commandId: string }) => Promise<Response>,
) {
  const { clinic } = useSignedIn();
  const queries = useQueryClient();
  const unanswered = useRef<{ text: string; commandId: string } | null>(null);
  return useMutation({
    mutationFn: async (body: Body) => {
      const text = JSON.stringify(body);
      if (unanswered.current?.text !== text) unanswered.current = { text, commandId: newCommandId() };
      try {
        await send(clinic, { ...body, commandId: unanswered.current.commandId });
        unanswered.current = null;
      } catch (problem) {
        if (problem instanceof Refused) unanswered.current = null;
        throw problem;
      }
    },
    retry: retryUnreachable,
    onSettled: () => queries.invalidateQueries({ queryKey: ["pathway", clinic] }),
  });
}

export const usePlanCommand = (plan: string) =>
  useDecision<PlanCommand>((clinic, body) => postJson(path(clinic, `plans/${plan}/commands`), body));

export const useOpenPlan = () =>
  useDecision<{ plan: string; patient: string; terms: Terms }>((clinic, body) => postJson(path(clinic, "plans"), body));

export const useWriteSettings = () =>
  useDecision<{ settings: PathwaySettings }>((clinic, body) => putJson(path(clinic, "settings"), body));

/** The answer holds the address, and nothing else ever does. */
export function useIssueFeed() {
  const { clinic } = useSignedIn();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: { kind: FeedKind; of: string }) =>
      (await (await postJson(path(clinic, "feeds"), body)).json()) as Feed,
    onSettled: () => queries.invalidateQueries({ queryKey: ["pathway", clinic, "feeds"] }),
  });
}

export function useRevokeFeed() {
  const { clinic } = useSignedIn();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (feed: string) => {
      await deleteAt(path(clinic, `feeds/${feed}`));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["pathway", clinic, "feeds"] }),
  });
}
