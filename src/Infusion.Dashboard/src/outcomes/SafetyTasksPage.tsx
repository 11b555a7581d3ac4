import "./outcomes.css";
import { Page } from "../ui/Page";
import { Waiting } from "../ui/Waiting";
import { useSafetyTasks } from "./queries";
import { SafetyTaskList } from "./SafetyTaskList";

/** Whom somebody must look at: every open safety task of the clinic. */
export default function SafetyTasksPage() {
  const { data, error } = useSafetyTasks();
  return (
    <Page title="Safety tasks" className="sheets outcomes">
      {error && (
        <p className="notice" role="alert">
          The safety tasks could not be read: {error.message} What is shown may be old.
        </p>
      )}
      {!data && !error && <Waiting>Reading the safety tasks.</Waiting>}
      {data && (
        <section aria-label="Open safety tasks">
          {data.length === 0 ? <p>No safety task is open.</p> : <SafetyTaskList tasks={data} />}
        </section>
      )}
    </Page>
  );
}
