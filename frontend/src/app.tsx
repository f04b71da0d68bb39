// The frame of every view: the heading, the ways to the views, the theme, the keys.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ChangesView, countChanges } from "./changes";
import { CoverageView } from "./coverage";
import type { Report } from "./data";
import { ExchangeView } from "./exchange";
import { ExchangesView } from "./exchanges";
import { HistoryView } from "./history";
import { keysAreOn, switchKeys, useKeys } from "./keyboard";
import { Lost } from "./lost";
import { Overview } from "./overview";
import { href, useRoute, type Route } from "./route";
import { applyTheme, chosenTheme, THEMES, type Theme } from "./theme";
import { ViolationsView } from "./violations";
import { number, origin, percent, time } from "./words";

export function App({ report }: { report: Report }) {
  const route = useRoute();
  const help = useRef<HTMLDialogElement>(null);
  const main = useRef<HTMLElement>(null);
  const views = viewsOf(report);
  const name = report.title || "harness report";
  const from = origin(report);
  const [theme, setTheme] = useState<Theme>(chosenTheme());
  const nextTheme = () => {
    const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
    applyTheme(next);
    setTheme(next);
  };
  useKeys({
    "/": () => main.current?.querySelector<HTMLInputElement>("input[type=search]")?.focus(),
    "?": () => help.current?.showModal(),
    t: nextTheme,
    ...Object.fromEntries(views.map(({ view }, at) => [String(at + 1), () => (location.hash = href(view))])),
  });
  useEffect(() => {
    document.title = `${views.find(({ view }) => view === route.view)?.label ?? "Exchange"} · ${name}`;
  }, [route.view]);
  // A screen reader and the keyboard go on at the new view's heading.
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      scrollTo(0, 0);
      main.current?.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [route.view, route.id]);
  usePrintedWhole();
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <header class="top">
        <p class="brand">
          <strong>{name}</strong>
          <span class="muted">{time(report.made)}</span>
          {from && <span class="muted">{from}</span>}
        </p>
        <nav aria-label="Views">
          <ul>
            {views.map(({ view, label, badge }) => (
              <li key={view}>
                <a href={href(view)} aria-current={current(route, view) ? "page" : undefined}>
                  {label} <span class="badge">{badge}</span>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <p class="tools">
          <button type="button" onClick={nextTheme} aria-label={`Theme: ${theme}. Change it`} title="Theme (t)">
            <span aria-hidden="true">{{ system: "◐", light: "☀", dark: "☾" }[theme]}</span> {theme}
          </button>
          <button
            type="button"
            onClick={() => help.current?.showModal()}
            aria-label="Keys and help"
            title="Keys and help (?)"
          >
            ?
          </button>
        </p>
      </header>
      <main ref={main} id="main" tabIndex={-1}>
        <View report={report} route={route} />
      </main>
      <footer>
        <p>
          Made by harness {report.harness} on {time(report.made)}
          {from && `, of ${from}`}, against botocore {report.botocore}. Everything is in this file; it needs no network.
        </p>
      </footer>
      <Help dialog={help} views={views.map(({ label }) => label)} />
    </>
  );
}

function View({ report, route }: { report: Report; route: Route }) {
  switch (route.view) {
    case "overview":
      return <Overview report={report} />;
    case "violations":
      return <ViolationsView report={report} query={route.query} />;
    case "exchanges":
      return <ExchangesView report={report} query={route.query} />;
    case "exchange":
      return <ExchangeView key={route.id} report={report} id={route.id} query={route.query} />;
    case "coverage":
      return <CoverageView report={report} query={route.query} />;
    case "changes":
      if (report.changes) return <ChangesView changes={report.changes} query={route.query} />;
      break;
    case "history":
      if (report.history.length) return <HistoryView history={report.history} query={route.query} />;
  }
  return <Lost />;
}

const current = (route: Route, view: string) =>
  route.view === view || (route.view === "exchange" && view === "exchanges");

function viewsOf({ problems, exchanges, coverage, changes, history }: Report) {
  const views = [
    { view: "overview", label: "Overview", badge: "" },
    { view: "violations", label: "Violations", badge: number(problems.length) },
    { view: "exchanges", label: "Exchanges", badge: number(exchanges.length) },
    { view: "coverage", label: "Coverage", badge: percent(coverage.covered, coverage.total) },
  ];
  if (changes) {
    const { added, fixed } = countChanges(changes);
    views.push({ view: "changes", label: "Changes", badge: `+${number(added)} −${number(fixed)}` });
  }
  if (history.length) views.push({ view: "history", label: "History", badge: number(history.length) });
  return views;
}

// What is folded on the screen is open on paper.
function usePrintedWhole() {
  useEffect(() => {
    let opened: HTMLDetailsElement[] = [];
    const before = () => {
      opened = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
      for (const one of opened) one.open = true;
    };
    const after = () => {
      for (const one of opened) one.open = false;
    };
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    return () => {
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
    };
  }, []);
}

function Help({ dialog, views }: { dialog: { current: HTMLDialogElement | null }; views: string[] }) {
  const [on, setOn] = useState(keysAreOn());
  const key = (name: string, does: ComponentChildren) => (
    <>
      <dt>
        <kbd>{name}</kbd>
      </dt>
      <dd>{does}</dd>
    </>
  );
  return (
    <dialog ref={dialog} aria-labelledby="help">
      <h2 id="help">Keys</h2>
      <dl class="keys">
        {key("j", "the next entry, or the next exchange")}
        {key("k", "the one before")}
        {key("Enter", "open the entry")}
        {key("u", "back to the list")}
        {key("/", "search")}
        {key("Esc", "leave the search")}
        {views.map((label, at) => key(String(at + 1), label))}
        {key("t", "theme: as the system, light, dark")}
        {key("?", "this help")}
      </dl>
      <p>
        <label>
          <input
            type="checkbox"
            checked={on}
            onChange={(event) => {
              switchKeys(event.currentTarget.checked);
              setOn(event.currentTarget.checked);
            }}
          />{" "}
          Single keys do this
        </label>
      </p>
      <button type="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}
