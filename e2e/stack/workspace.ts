import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PLUGIN = "leave-out-metric-math.cjs";
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
/** A copy to deploy from, so that a run leaves nothing in the project's own folder. */
export async function copyProject(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const part of PARTS) await cp(join(ROOT, part), join(folder, part), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Leaves out what an emulator as shipped cannot make: one line is added to the copy's serverless.yml. */
export async function leaveOutMetricMath(workspace: string): Promise<void> {
  const file = join(workspace, "serverless.yml");
  const text = await readFile(file, "utf8");
  const last = "  - ./resources/no-shared-role.cjs\n";
  if (!text.includes(last)) throw new Error(`serverless.yml names its plugins otherwise than ${last.trim()}`);
  await writeFile(file, text.replace(last, `${last}  - ./resources/${PLUGIN}\n`));
  await cp(fileURLToPath(new URL(PLUGIN, import.meta.url)), join(workspace, "resources", PLUGIN));
}
