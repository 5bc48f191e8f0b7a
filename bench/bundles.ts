import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { parse } from "yaml";
import * as z from "zod";

/** One function as it is deployed. */
export interface Bundle {
  readonly function: string;
  /** Of minified code, 1,024 bytes each. */
  readonly kilobytes: number;
  /** The SDK's clients in it, by package: `client-ec2`. */
  readonly clients: readonly string[];
}

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
    bundles.push({ function: name, kilobytes: bytesOf(outputs) / 1024, clients: clientsIn(outputs) });
  }
  return bundles;
}

/** The folders of functions/, in order. */
export async function functionNames(): Promise<string[]> {
  const entries = await readdir(`${ROOT}functions`, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).sort();
}

/** The bundle of one function with the deployment's options (resources/esbuild.yml), and any that differ. */
export async function bundleFunction(
  name: string,
  different: BuildOptions = {},
): Promise<{ outputs: Metafile["outputs"]; text: string }> {
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

function clientsIn(outputs: Metafile["outputs"]): string[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const packages = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => /node_modules\/@aws-sdk\/(client-[a-z0-9-]+)\//.exec(path)?.[1]);
  return [...new Set(packages.filter((name) => name !== undefined))].sort();
}
