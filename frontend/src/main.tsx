import { render } from "preact";
import { App } from "./app";
import { readReport } from "./data";
import { applyTheme, chosenTheme } from "./theme";

applyTheme(chosenTheme());
const root = document.getElementById("app")!;
readReport().then(
  (report) => {
    root.replaceChildren();
    render(<App report={report} />, root);
  },
  (error: unknown) => {
    root.textContent = `This report cannot be shown. ${error instanceof Error ? error.message : String(error)}`;
    root.setAttribute("role", "alert");
  },
);
