import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";

/** `moult --version` is this command, too (cli/run.ts). */
export const addVersion: AddCommand = (parent, cli) => {
  const command = parent
    .command("version")
    .description(
      "the version of moult, its commit, Node's, and that of the deployed stack where one is named",
    )
    .action((_options: object, self) => cli.run(self, version));
  endHelp(command, { examples: ["moult --version", "moult version --json"], exits: ["done", "error"] });
};

async function version(session: Session): Promise<ExitCode> {
  const { ownCommit, ownVersion } = await import("../../session/own-version.ts");
  const own = { version: ownVersion(), commit: ownCommit(), node: process.versions.node };
  const line = `moult ${own.version} (commit ${own.commit}, Node ${own.node})`;
  const { json } = session.settings;
  // The stack is asked afterwards: what is known here does not wait for AWS.
  if (!json) session.answer("version", own, line);
  const stack = await askStack(session);
  if (json) session.answer("version", { ...own, stack }, line);
  else if (stack !== null) session.say(stackLine(stack, own.version));
  return exitCodes.done;
}

interface AskedStack {
  readonly name: string;
  readonly version: string | null;
  /** Why its version is not known. */
  readonly reason: string | null;
}

/** AWS answers sooner, or not at all. */
const STACK_MS = 2000;

async function whyNot({ environment: { profile } }: Session["io"], error: Error): Promise<string> {
  const { connectionFault } = await import("../../../src/errors/connection-faults.ts");
  return (
    connectionFault(error, { profile, region: null })?.message ?? error.message.replace(/\. Next: .*$/s, "")
  );
}

/** Null where no stack is named. Whatever AWS does, it is not waited for longer. */
async function askStack({ io, settings }: Session): Promise<AskedStack | null> {
  const { stateMachineArn } = io.environment;
  if (stateMachineArn === undefined) return null;
  const { stackName } = await import("../../../src/views/doctor/stack-name.ts");
  const name = stackName(stateMachineArn);
  const unknown = (reason: string): AskedStack => ({ name, version: null, reason });
  const { promise: late, resolve } = Promise.withResolvers<AskedStack>();
  const forget = io.after(STACK_MS, () => resolve(unknown(`no answer within ${STACK_MS / 1000} s`)));
  const asked = io.deployedVersion({ stateMachineArn, endpoint: settings.endpoint }).then(
    (found): AskedStack =>
      found === undefined
        ? unknown("it was deployed by a version before it said so")
        : { name, version: found, reason: null },
    async (error: Error) => unknown(await whyNot(io, error)),
  );
  return Promise.race([asked, late]).finally(forget);
}

function stackLine({ name, version: deployed, reason }: AskedStack, own: string): string {
  if (deployed === null) return `The stack ${name}: version unknown (${reason}).`;
  const differs = "; deploy this version, or use the command line of the stack's";
  return `The stack ${name} is ${deployed}${deployed === own ? "" : differs}.`;
}
