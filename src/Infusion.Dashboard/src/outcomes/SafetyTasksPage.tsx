import { t } from "@lingui/core/macro";
import "./outcomes.css";
import { Page } from "../ui/Page";
import { Reading } from "../ui/Reading";
import { useSafetyTasks } from "./queries";
import { SafetyTaskList } from "./SafetyTaskList";

/** Whom somebody must look at: every open safety task of the clinic. */
export default function SafetyTasksPage() {
  const query = useSafetyTasks();
  const { data } = query;
  return (
    <Page title={t`Safety tasks`} className="sheets outcomes">
      <Reading
        query={query}
        what={t`The safety tasks`}
        empty={data?.length === 0 ? t`No safety task is open.` : null}
      />
      {data && data.length > 0 && (
        <section aria-label={t`Open safety tasks`}>
          <SafetyTaskList tasks={data} />
        </section>
      )}
    </Page>
  );
}
