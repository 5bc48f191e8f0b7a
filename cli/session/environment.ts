import { hostname, userInfo } from "node:os";

/** What the environment says. This is the only place of the command line that reads it. */
export interface Environment {
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
  readonly ledgerPath: string | undefined;
  readonly table: string | undefined;
  readonly stateMachineArn: string | undefined;
  /** Forward proxy for HTTP gates, where this machine cannot reach the servers itself. */
  readonly probeProxy: string | undefined;
  /** See https://no-color.org: any value but the empty one. */
  readonly noColour: boolean;
  /** Who runs the command, as the ledger shall name them: `ada@laptop`. */
  readonly user: string;
}

export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const read = (name: string): string | undefined => variables[name] || undefined;
  return {
    endpoint: read("AWS_ENDPOINT_URL"),
    region: read("AWS_REGION") ?? read("AWS_DEFAULT_REGION"),
    ledgerPath: read("MOULT_LEDGER"),
    table: read("MOULT_TABLE"),
    stateMachineArn: read("MOULT_STATE_MACHINE"),
    probeProxy: read("PROBE_PROXY"),
    noColour: read("NO_COLOR") !== undefined,
    user: `${userName(read)}@${hostname()}`,
  };
}

function userName(read: (name: string) => string | undefined): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id that has no name.
    return read("USER") ?? "unknown";
  }
}
