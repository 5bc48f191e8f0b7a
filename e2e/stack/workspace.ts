import { execFile } from "node:child_process";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Unmet } from "../report/unmet.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const METRIC_MATH = "leave-out-metric-math.cjs";
const ALL_ALARMS = "leave-out-all-alarms.cjs";
/** All that a deployment is made of. */
const PARTS = [
  "functions",
  "resources",
  "src",
  "statemachines",
  "serverless.yml",
  "package.json",
  "tsconfig.json",
];
/** What the command line needs beside it. */
const COMMAND_LINE = ["cli", "rehearsal", "simulator", "fleets"];

/** A copy to deploy from, so that a run leaves nothing in the project's own folder. */
export async function copyProject(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const part of PARTS) await cp(join(ROOT, part), join(folder, part), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** The project as it was at a commit, with today's packages. Throws Unmet where the history does not reach there. */
export async function copyCommit(commit: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const tar = join(folder, "project.tar");
  const git = ["-c", `safe.directory=${ROOT.replace(/\/$/, "")}`, "archive", "-o", tar, commit];
  await promisify(execFile)("git", [...git, ...PARTS, ...COMMAND_LINE], { cwd: ROOT }).catch(() => {
    throw new Unmet(`commit ${commit} is not here: fetch the whole history (git fetch --unshallow)`);
  });
  await promisify(execFile)("tar", ["-xf", tar, "-C", folder]);
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Leaves out what an emulator cannot make, and one as shipped still less: a line for each is added to the copy's serverless.yml. */
export async function leaveOutUnknown(workspace: string, patched: boolean): Promise<void> {
  await addPlugin(ALL_ALARMS, workspace);
  if (!patched) await addPlugin(METRIC_MATH, workspace);
}

async function addPlugin(plugin: string, workspace: string): Promise<void> {
  const file = join(workspace, "serverless.yml");
  const text = await readFile(file, "utf8");
  const last = "  - ./resources/no-shared-role.cjs\n";
  if (!text.includes(last)) throw new Error(`serverless.yml names its plugins otherwise than ${last.trim()}`);
  await writeFile(file, text.replace(last, `${last}  - ./resources/${plugin}\n`));
  await cp(fileURLToPath(new URL(plugin, import.meta.url)), join(workspace, "resources", plugin));
}

/** A stack that cannot be made: one alarm more, without a threshold. */
export async function breakStack(workspace: string): Promise<() => Promise<void>> {
  const file = join(workspace, "resources/dead-letters.yml");
  const text = await readFile(file, "utf8");
  const alarm =
    "{ Namespace: none, MetricName: none, EvaluationPeriods: 1, ComparisonOperator: LessThanThreshold }";
  await writeFile(file, `${text}  Broken:\n    Type: AWS::CloudWatch::Alarm\n    Properties: ${alarm}\n`);
  return () => writeFile(file, text);
}
