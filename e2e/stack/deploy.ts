import { createRequire } from "node:module";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lastLines, spawned } from "../report/spawned.ts";

/** Where a stack is deployed from, and to. */
export interface Deployment {
  readonly workspace: string;
  readonly stage: string;
  readonly env: Readonly<Record<string, string>>;
}

const SERVERLESS = createRequire(import.meta.url).resolve("serverless/bin/serverless.js");
const QUIET = {
  CI: "true",
  NO_COLOR: "1",
  SLS_TELEMETRY_DISABLED: "1",
  SLS_NOTIFICATIONS_MODE: "off",
  // How often it asks how the stack stands, milliseconds: every five seconds would be most of a deployment's time.
  SLS_AWS_MONITORING_FREQUENCY: "300",
};

/** `serverless deploy`, with `--param` where there are some. Throws an Error with its last lines when it does not end well. */
export const deploy = (deployment: Deployment, ...params: string[]): Promise<void> =>
  serverless(["deploy", ...params.flatMap((param) => ["--param", param])], deployment);

/** `serverless remove`. */
export const remove = (deployment: Deployment): Promise<void> => serverless(["remove"], deployment);

async function serverless(command: readonly string[], { workspace, stage, env }: Deployment): Promise<void> {
  const { code, out, err } = await spawned(process.execPath, [SERVERLESS, ...command, "--stage", stage], {
    cwd: workspace,
    env: { ...env, ...QUIET },
  });
  await writeFile(join(workspace, `${command[0]}.log`), out + err);
  if (code !== 0)
    throw new Error(`serverless ${command.join(" ")} --stage ${stage} failed: ${reasonIn(err + out)}`);
}

/** What stands below `Error:` and before where to read more, without the stack. */
function reasonIn(text: string): string {
  const [said = ""] = (text.split(/^Error:?$/m).at(-1) ?? "").split(/^(?:View the full error|Deploying )/m);
  return lastLines(said.replace(/^\s+at .*$/gm, ""), 4);
}
