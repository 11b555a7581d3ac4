import { useQuery } from "@tanstack/react-query";
import type { TabletWords } from "../outcomes/contract";
import { clinicPath, getJson, putJson } from "../session/api";
import { useSignedIn } from "../session/SessionContext";
import type { DiscouragedWord } from "./discouraged";

// How a clinic speaks. The C# side: src/Infusion.Server/Outcomes/WordsEndpoints.cs.
//   GET, PUT /api/clinics/{clinic}/words -> WrittenWords        (PUT: managers)
export interface ClinicWords {
  marksDiscouraged: boolean;
  discouraged: DiscouragedWord[];
  tablet: TabletWords;
}

export interface WrittenWords {
  /** 0: what ships. */
  version: number;
  words: ClinicWords;
  writtenBy: string | null;
  writtenAt: string | null;
}

export function useWords(isWanted = true) {
  const { clinic } = useSignedIn();
  return useQuery({
    queryKey: ["words", clinic],
    queryFn: ({ signal }) => getJson<WrittenWords>(`${clinicPath(clinic)}/words`, signal),
    enabled: isWanted,
    staleTime: 5 * 60_000,
    retry: false,
  });
}

export const writeWords = async (clinic: string, expected: number, words: ClinicWords): Promise<WrittenWords> =>
  (await (await putJson(`${clinicPath(clinic)}/words`, { expected, words })).json()) as WrittenWords;
