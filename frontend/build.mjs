// Builds the page into one file; with --check compares it with the committed one instead of writing it.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const TEMPLATE = new URL("../harness/report/html/template.html", import.meta.url);
const here = new URL(".", import.meta.url);

async function bundle(entry, options = {}) {
  const result = await build({
    absWorkingDir: here.pathname,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    ...options,
  });
  return { text: result.outputFiles[0].text.trim(), inputs: Object.keys(result.metafile.inputs) };
}

// What is bundled keeps its licence: the text of each package that a module comes from.
async function licences(inputs) {
  const packages = [...new Set(inputs.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]))];
  const texts = packages
    .filter(Boolean)
    .sort()
    .map(async (name) => {
      const { version } = JSON.parse(await readFile(new URL(`node_modules/${name}/package.json`, here), "utf8"));
      const text = await readFile(new URL(`node_modules/${name}/LICENSE`, here), "utf8");
      return `${name} ${version}\n\n${text.trim()}`;
    });
  return (await Promise.all(texts)).join("\n\n\n").replaceAll("--", "- -");
}

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const script = await bundle("src/main.tsx", {
  format: "iife",
  target: ["chrome123", "firefox120", "safari17.5"],
  jsx: "automatic",
  jsxImportSource: "preact",
});
const style = await bundle("src/style.css", { target: ["chrome123", "firefox120", "safari17.5"] });
const policy = [
  "default-src 'none'",
  `script-src ${hash(script.text)}`,
  `style-src ${hash(style.text)}`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");
const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="harness report">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>harness report</title>
<link rel="icon" href="data:,">
<!--
Built from frontend/ of harness. It bundles:

${await licences(script.inputs)}
-->
<style>${style.text}</style>
</head>
<body>
<div id="app"><p class="waiting">Reading the report …</p></div>
<noscript><p>This report needs JavaScript, which it holds itself; it asks nothing of the network.</p></noscript>
<!-- data -->
<script>${script.text}</script>
</body>
</html>
`;

if (process.argv.includes("--check")) {
  if ((await readFile(TEMPLATE, "utf8")) !== page) {
    console.error("harness/report/html/template.html is not what frontend/ builds; run make report-assets.");
    process.exit(1);
  }
} else {
  await writeFile(TEMPLATE, page);
  console.log(`template.html: ${page.length} bytes`);
}
