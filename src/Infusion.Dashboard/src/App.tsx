import { createTheme, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { createBrowserRouter, Navigate, RouterProvider } from "react-router";
import { BoardPage } from "./board/BoardPage";
import { retryUnreachable } from "./session/queries";
import { SignedInPages } from "./session/SignedInPages";
import { SignInPage } from "./session/SignInPage";
import { useMode } from "./ui/mode";
import { Waiting } from "./ui/Waiting";

// The board is the first view; the chair brings the charts with it.
const ChairPage = lazy(() => import("./chair/ChairPage"));
const LibraryPage = lazy(() => import("./library/LibraryPage"));
const TracePage = lazy(() => import("./trace/TracePage"));
const WhatIfPage = lazy(() => import("./whatif/WhatIfPage"));
const AlarmReportPage = lazy(() => import("./reports/AlarmReportPage"));

const queries = new QueryClient({
  // The live feed says when something changed; a window that gains focus does not.
  defaultOptions: { queries: { retry: retryUnreachable, refetchOnWindowFocus: false } },
});

const theme = createTheme({ fontFamily: "var(--font)", defaultRadius: "6px", cursorType: "pointer" });

const router = createBrowserRouter([
  { path: "/sign-in", element: <SignInPage /> },
  {
    element: <SignedInPages />,
    children: [
      { path: "/", element: <BoardPage /> },
      {
        path: "/chairs/:chair",
        element: (
          <Suspense fallback={<Waiting>Opening the chair.</Waiting>}>
            <ChairPage />
          </Suspense>
        ),
      },
      {
        path: "/protocols/:protocol?",
        element: (
          <Suspense fallback={<Waiting>Opening the protocols.</Waiting>}>
            <LibraryPage />
          </Suspense>
        ),
      },
      {
        path: "/trace",
        element: (
          <Suspense fallback={<Waiting>Opening the trace.</Waiting>}>
            <TracePage />
          </Suspense>
        ),
      },
      {
        path: "/what-if",
        element: (
          <Suspense fallback={<Waiting>Opening what-if.</Waiting>}>
            <WhatIfPage />
          </Suspense>
        ),
      },
      {
        path: "/reports/alarms",
        element: (
          <Suspense fallback={<Waiting>Opening the alarm report.</Waiting>}>
            <AlarmReportPage />
          </Suspense>
        ),
      },
    ],
  },
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
