import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { parse } from "yaml";
import * as z from "zod";

/** One function as it is deployed. */
interface Bundle {
  readonly function: string;
  /** Of minified code, 1,024 bytes each. */
  readonly kilobytes: number;
  /** What it may weigh at most (the goals of the project). */
  readonly goal: number;
  /** The SDK's clients in it, by package: `client-ec2`. */
  readonly clients: readonly string[];
  /** The files of packages in it: `@aws-sdk/core/dist-es/index.js`. */
  readonly files: readonly string[];
}

/**
 * Each step of a rollout carries what it says of a person's pause and approval, and the outbox that says when one is over (4 KB).
 * The steps that move traffic carry croner (33 KB): they work out when blue's recurring schedules fall due. All that read a
 * declaration carry what zoned windows need of Temporal (26 KB). Each carries Powertools Metrics with what moult emits by it (17 KB). What writes a run
 * carries the one sentence about it, for events and the summary of its fleet, with what waits for it and what answers that (28 KB), and what it keeps for the bus in passing (1 KB).
 */
const GOAL = 706;
/** That client alone is 533 KB. */
const GOAL_WITH_EC2 = 1342;
/** Admit asks eight services, and says in words all that adoption would find in the way, and does what a person types into the console, which names what it answers (1 KB): nothing of it is used by a step that polls. */
const GOAL_OF_ADMIT = 1382;

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const settings = z.object({
  bundle: z.boolean(),
  minify: z.boolean(),
  format: z.enum(["esm", "cjs"]),
  target: z.string(),
  platform: z.enum(["node"]),
  mainFields: z.array(z.string()),
  alias: z.record(z.string(), z.string()),
  banner: z.object({ js: z.string() }),
});

/** Bundles every function as the deployment does and weighs it. Writes nothing. */
export async function measureBundles(): Promise<Bundle[]> {
  const bundles: Bundle[] = [];
  // One at a time: ten at once take a gigabyte.
  for (const name of await functionNames()) {
    const { outputs } = await bundleFunction(name);
    bundles.push(weigh(name, outputs));
  }
  return bundles;
}

/** The folders of functions/, in order. */
export async function functionNames(): Promise<string[]> {
  const entries = await readdir(`${ROOT}functions`, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).sort();
}

interface Bundled {
  readonly outputs: Metafile["outputs"];
  readonly text: string;
}

const deployed = new Map<string, Promise<Bundled>>();

/** The bundle of one function with the deployment's options (resources/esbuild.yml), made once a process, or with any that differ. */
export function bundleFunction(name: string, different?: BuildOptions): Promise<Bundled> {
  if (different !== undefined) return bundle(name, different);
  const made = deployed.get(name) ?? bundle(name, {});
  deployed.set(name, made);
  return made;
}

async function bundle(name: string, different: BuildOptions): Promise<Bundled> {
  const options = settings.parse(parse(await readFile(`${ROOT}resources/esbuild.yml`, "utf8")));
  const result = await build({
    ...options,
    ...different,
    entryPoints: [`${ROOT}functions/${name}/handler.ts`],
    absWorkingDir: ROOT,
    outdir: "out",
    write: false,
    metafile: true,
  });
  const text = result.outputFiles.map((file) => file.text).join("");
  return { outputs: result.metafile.outputs, text };
}

const bytesOf = (outputs: Metafile["outputs"]): number =>
  Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0);

function weigh(name: string, outputs: Metafile["outputs"]): Bundle {
  const files = packageFilesIn(outputs);
  const packages = files.map((file) => /^@aws-sdk\/(client-[a-z0-9-]+)\//.exec(file)?.[1]);
  const clients = [...new Set(packages.filter((client) => client !== undefined))].sort();
  const goal = name === "admit" ? GOAL_OF_ADMIT : clients.includes("client-ec2") ? GOAL_WITH_EC2 : GOAL;
  return { function: name, kilobytes: bytesOf(outputs) / 1024, goal, clients, files };
}

function packageFilesIn(outputs: Metafile["outputs"]): string[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /^(?:.*\/)?node_modules\/(.+)$/.exec(path)?.[1] ?? []);
}
