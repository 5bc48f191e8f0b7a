import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildResult, build, type Plugin } from "esbuild";
import { buildPage } from "../../dashboard/server/build-page.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Node of the oldest version that the archive runs on (bin/moult.mjs). */
export const LEAST_NODE = "22.13";

/**
 * What a file of ours reads beside itself – the state machines, the deployment's rules, package.json – lies in the archive where it
 * lies here. In the bundle, dist/moult.mjs, each file therefore goes by the place that its source would have.
 */
const besideItsSource: Plugin = {
  name: "beside-its-source",
  setup: (plugin) =>
    plugin.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const place = relative(ROOT, path).split(sep).join("/");
      const text = readFileSync(path, "utf8");
      if (place.startsWith("node_modules/") || !text.includes("import.meta.url")) return undefined;
      const moved = `new URL(${JSON.stringify(`../${place}`)}, import.meta.url).href`;
      return { contents: text.replaceAll("import.meta.url", moved), loader: "ts" };
    }),
};

/**
 * Node's own modules are taken when something first uses them. A static import of `node:http` alone takes 20 ms: it reads each export,
 * and with WebSocket all of Node's fetch is loaded.
 */
const nodeWhenUsed: Plugin = {
  name: "node-when-used",
  setup: (plugin) => {
    const isNodes = new Set(builtinModules);
    plugin.onResolve({ filter: /^(node:)?[a-z][a-z0-9_]*(\/[a-z0-9_]+)*$/ }, ({ path }) => {
      const name = path.replace(/^node:/, "");
      return isNodes.has(name) || path.startsWith("node:") ? { path: name, namespace: "node" } : undefined;
    });
    plugin.onLoad({ filter: /.*/, namespace: "node" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(`node:${path}`)});`,
    }));
  },
};

/** The dashboard's page is built here, and lies in the bundle as text: who installs the archive has no bundler. */
const pageAsText: Plugin = {
  name: "page-as-text",
  setup: (plugin) =>
    plugin.onLoad({ filter: /[/\\]dashboard[/\\]server[/\\]page-files\.ts$/ }, async () => ({
      contents: `const files = ${JSON.stringify(await buildPage())};\nexport const pageFiles = async () => files;`,
      loader: "js",
    })),
};

/** The command line with all that it imports, as one file. `outfile` is written. */
export function bundleCli(outfile: string): Promise<BuildResult<{ metafile: true }>> {
  return build({
    absWorkingDir: ROOT,
    entryPoints: ["cli/main.ts"],
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: `node${LEAST_NODE}`,
    // Packages' CommonJS first: each stays one function, that is not even read before it is called. Of ES modules all
    // functions come to the top, and Node's cache of compiled code is 3.5 MB instead of 0.8 to be read by each command.
    mainFields: ["main", "module"],
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    plugins: [pageAsText, besideItsSource, nodeWhenUsed],
    define: { MOULT_COMMIT: JSON.stringify(commit()) },
  });
}

/** Of the checkout, with a mark where its files differ from it; `unknown` in a copy without its history. */
function commit(): string {
  const git = [
    "-c",
    `safe.directory=${ROOT.slice(0, -1)}`,
    "describe",
    "--always",
    "--dirty",
    "--abbrev=8",
    "--exclude=*",
  ];
  try {
    return execFileSync("git", git, {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "unknown";
  }
}
