import { t } from "@lingui/core/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { retryUnreachable } from "../session/queries";
import { useSignedIn } from "../session/SessionContext";
import { type NewLink, people } from "./api";

/** What is asked for: its answer may be a link, which is shown once. */
export type Act = (what: () => Promise<unknown>, done: string) => Promise<boolean>;

/** The people of the clinic, for its manager, and what became of the last thing that was done. */
export function useStaff() {
  const { me, clinic } = useSignedIn();
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState("");
  const [link, setLink] = useState<NewLink | null>(null);
  const query = useQuery({
    queryKey: ["staff", clinic],
    queryFn: ({ signal }) => people.list(clinic, signal),
    enabled: me.roles.includes("manager"),
    retry: retryUnreachable,
  });

  const act: Act = async (what, done) => {
    setNote("");
    setProblem("");
    setLink(null);
    try {
      const answer = await what();
      if (answer && typeof answer === "object" && "path" in answer) setLink(answer as NewLink);
      setNote(done);
      await queries.invalidateQueries({ queryKey: ["staff", clinic] });
      await queries.invalidateQueries({ queryKey: ["people", clinic] });
      return true;
    } catch (failed) {
      setProblem(failed instanceof Error ? failed.message : t`No answer.`);
      return false;
    }
  };

  return { note, problem, link, query, act };
}
