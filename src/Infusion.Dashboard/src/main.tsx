import "@fontsource-variable/inter/wght.css";
import "./styles/mantine-parts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/bar.css";
import "./styles/band.css";
import "./ui/vitals/vitals.css";
import "./styles/mantine.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { startFlashing } from "./ui/flash";
import { restoreMode } from "./ui/mode";

restoreMode();
startFlashing(document.documentElement);

const root = document.getElementById("root");
if (!root) throw new Error("The page has no root element.");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
