import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { manifest } from "./manifest.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

export interface Job {
  /** Where its files are: of the workspace and of the runner. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The payload of its event. */
  readonly event: object;
}

export interface Done {
  readonly code: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly path: string;
}

/** Runs a shell step of action.yml as the runner would: its own body, under bash, with the inputs that it names in its environment. */
export async function runStep(
  name: RegExp,
  given: Readonly<Record<string, string>>,
  job: Job,
): Promise<Done> {
  const step = manifest.runs.steps.find((each) => name.test(each.name ?? ""));
  if (step?.run === undefined) throw new Error(`action.yml has no shell step ${name}`);
  const own = Object.entries(step.env).map(([variable, value]) => [variable, valueOf(value, given)] as const);
  const files = mkdtempSync(join(job.folder, "runner-"));
  const file = (content: string, called: string): string => (
    writeFileSync(join(files, called), content), join(files, called)
  );
  const env = {
    ...job.environment,
    ...Object.fromEntries(own),
    GITHUB_ACTION_PATH: ROOT,
    GITHUB_EVENT_PATH: file(JSON.stringify(job.event), "event.json"),
    GITHUB_OUTPUT: file("", "output"),
    GITHUB_STEP_SUMMARY: file("", "summary"),
    GITHUB_PATH: file("", "path"),
    RUNNER_TEMP: files,
  };
  // The options are those of the runner's `shell: bash`.
  const options = ["--noprofile", "--norc", "-e", "-o", "pipefail", file(step.run, "step.sh")];
  const child = spawn("bash", options, { cwd: job.folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => (log += part.toString()));
  const code = await new Promise<number>((resolve) => child.on("close", (ended) => resolve(ended ?? -1)));
  const read = (called: string): string => readFileSync(join(files, called), "utf8");
  const outputs = Object.fromEntries(
    read("output")
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
  return { code, log, outputs, summary: read("summary"), path: read("path").trim() };
}

/** Of `${{ inputs.<name> }}`: what was given, or the default that needs no context of GitHub's. */
function valueOf(expression: string, given: Readonly<Record<string, string>>): string {
  const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression)?.[1];
  if (input === undefined) throw new Error(`${expression} is no input`);
  if (given[input] !== undefined) return given[input];
  const standard = manifest.inputs[input]?.default ?? "";
  if (standard === "${{ github.token }}") return "job-token";
  return standard.replaceAll(/\$\{\{ github\.(\w+) \}\}/g, "$1");
}
