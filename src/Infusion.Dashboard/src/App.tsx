import { t } from "@lingui/core/macro";
import { createTheme, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ComponentType, lazy, Suspense } from "react";
import { createBrowserRouter, Navigate, RouterProvider } from "react-router";
import { BoardPage } from "./board/BoardPage";
import { retryUnreachable } from "./session/queries";
import { SignedInPages } from "./session/SignedInPages";
import { SignInPage } from "./session/SignInPage";
import { useMode } from "./ui/mode";
import { Waiting } from "./ui/Waiting";

interface LoadedPage {
  path: string;
  opening: string;
  load: () => Promise<{ default: ComponentType }>;
}

function lazyPage({ path, opening, load }: LoadedPage) {
  const Loaded = lazy(load);
  return {
    path,
    element: (
      <Suspense fallback={<Waiting>{opening}</Waiting>}>
        <Loaded />
      </Suspense>
    ),
  };
}

// The board is the first view; every other page is fetched when somebody opens it.
const pages = [
  { path: "/chairs/:chair", opening: t`Opening the chair.`, load: () => import("./chair/ChairPage") },
  { path: "/chairs/:chair/order", opening: t`Opening the order.`, load: () => import("./admission/OrderPage") },
  {
    path: "/sessions/:session/check-in",
    opening: t`Opening the check-in.`,
    load: () => import("./admission/CheckInPage"),
  },
  {
    path: "/sessions/:session/double-check",
    opening: t`Opening the double check.`,
    load: () => import("./admission/DoubleCheckPage"),
  },
  { path: "/chairs", opening: t`Opening the chairs.`, load: () => import("./chairs/ChairsPage") },
  { path: "/setup/:step?", opening: t`Opening the set-up.`, load: () => import("./setup/SetupPage") },
  { path: "/people", opening: t`Opening the people.`, load: () => import("./people/PeoplePage") },
  { path: "/displays", opening: t`Opening the wall displays.`, load: () => import("./wall/DisplaysPage") },
  { path: "/devices", opening: t`Opening the devices.`, load: () => import("./registry/DevicesPage") },
  { path: "/patients", opening: t`Opening the patients.`, load: () => import("./patients/PatientsPage") },
  { path: "/patients/import", opening: t`Opening the import.`, load: () => import("./patients/ImportPage") },
  { path: "/patients/:patient/plan", opening: t`Opening the plan.`, load: () => import("./pathway/plan/PlanPage") },
  { path: "/plans", opening: t`Opening the plans.`, load: () => import("./pathway/list/PlansPage") },
  { path: "/calendar", opening: t`Opening the calendar.`, load: () => import("./pathway/calendar/CalendarPage") },
  { path: "/therapy", opening: t`Opening talk therapy.`, load: () => import("./pathway/therapy/TherapyPage") },
  {
    path: "/patients/:patient/outcomes",
    opening: t`Opening the scores.`,
    load: () => import("./outcomes/OutcomesPage"),
  },
  {
    path: "/patients/:patient/outcomes/enter",
    opening: t`Opening the questions.`,
    load: () => import("./outcomes/EntryPage"),
  },
  { path: "/safety-tasks", opening: t`Opening the safety tasks.`, load: () => import("./outcomes/SafetyTasksPage") },
  { path: "/words", opening: t`Opening the words.`, load: () => import("./wording/WordsPage") },
  { path: "/duty", opening: t`Opening the duty list.`, load: () => import("./duty/DutyPage") },
  { path: "/protocols/:protocol?", opening: t`Opening the protocols.`, load: () => import("./library/LibraryPage") },
  { path: "/forms/blank", opening: t`Opening the form.`, load: () => import("./forms/BlankFormPage") },
  { path: "/trace", opening: t`Opening the trace.`, load: () => import("./trace/TracePage") },
  { path: "/what-if", opening: t`Opening what-if.`, load: () => import("./whatif/WhatIfPage") },
  { path: "/sessions", opening: t`Opening the sessions.`, load: () => import("./charts/page/SessionsPage") },
  { path: "/sessions/:session/chart", opening: t`Opening the chart.`, load: () => import("./charts/page/ChartPage") },
  { path: "/corrections/:session?", opening: t`Opening the devices.`, load: () => import("./devices/CorrectionsPage") },
  { path: "/chairs/:chair/handover", opening: t`Opening the handover.`, load: () => import("./handover/HandoverPage") },
  {
    path: "/patients/:patient/series",
    opening: t`Opening the series.`,
    load: () => import("./charts/series/SeriesPage"),
  },
  {
    path: "/reports/shift",
    opening: t`Opening the report of the shift.`,
    load: () => import("./reports/shift/ShiftReportPage"),
  },
  {
    path: "/reports/doses",
    opening: t`Opening the dose report.`,
    load: () => import("./reports/doses/DoseReportPage"),
  },
  { path: "/reports/alarms", opening: t`Opening the alarm report.`, load: () => import("./reports/AlarmReportPage") },
  { path: "/charts", opening: t`Opening the charts.`, load: () => import("./charts/ChartsPage") },
  { path: "/charts/keys", opening: t`Opening the keys.`, load: () => import("./charts/KeysPage") },
].map(lazyPage);

// What needs no live board: an auditor or an integrator may not see it.
const pagesWithoutBoard = [
  { path: "/account", opening: t`Opening your account.`, load: () => import("./account/AccountPage") },
  { path: "/audit", opening: t`Opening the trail.`, load: () => import("./audit/AuditPage") },
  { path: "/clients", opening: t`Opening the EHR clients.`, load: () => import("./clients/ClientsPage") },
].map(lazyPage);

const queries = new QueryClient({
  // The live feed says when something changed; a window that gains focus does not.
  defaultOptions: { queries: { retry: retryUnreachable, refetchOnWindowFocus: false } },
});

const theme = createTheme({ fontFamily: "var(--font)", defaultRadius: "6px", cursorType: "pointer" });

const LinkPage = lazy(() => import("./session/LinkPage"));

const TabletPage = lazy(() => import("./outcomes/TabletPage"));

const WallPage = lazy(() => import("./wall/WallPage"));

const router = createBrowserRouter([
  {
    path: "/wall",
    element: (
      <Suspense fallback={<Waiting>{t`Opening the display.`}</Waiting>}>
        <WallPage />
      </Suspense>
    ),
  },
  {
    path: "/tablet/:clinic/:token",
    element: (
      <Suspense fallback={null}>
        <TabletPage />
      </Suspense>
    ),
  },
  { path: "/sign-in", element: <SignInPage /> },
  {
    path: "/link",
    element: (
      <Suspense fallback={null}>
        <LinkPage />
      </Suspense>
    ),
  },
  {
    element: <SignedInPages />,
    children: [{ path: "/", element: <BoardPage /> }, ...pages],
  },
  { element: <SignedInPages live={false} />, children: pagesWithoutBoard },
  { path: "*", element: <Navigate to="/" replace /> },
]);

export function App() {
  const mode = useMode();
  return (
    <QueryClientProvider client={queries}>
      <MantineProvider theme={theme} forceColorScheme={mode === "light" ? "light" : "dark"}>
        <RouterProvider router={router} />
      </MantineProvider>
    </QueryClientProvider>
  );
}
