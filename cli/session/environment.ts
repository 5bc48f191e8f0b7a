import { hostname, userInfo } from "node:os";

/** What the environment says. This is the only place of the command line that reads it. */
export interface Environment {
  /**
   * What the variables name as endpoints, to say which of them is no URL. They are the SDK's to use, each for its
   * service: an endpoint that is handed to a client outweighs AWS_ENDPOINT_URL_<SERVICE>, and that a profile ignores them.
   */
  readonly configuredEndpoints: Readonly<Record<string, string>>;
  readonly region: string | undefined;
  /** The profile of ~/.aws/config that the SDK reads. */
  readonly profile: string;
  /** HTTPS_PROXY and NO_PROXY, in either case. The SDK reads neither. */
  readonly proxy: { readonly url: string; readonly except: string } | undefined;
  readonly ledgerPath: string | undefined;
  readonly table: string | undefined;
  readonly stateMachineArn: string | undefined;
  /** The deployed door for acts; without it this process carries them out. */
  readonly operateUrl: string | undefined;
  /** Forward proxy for HTTP gates, where this machine cannot reach the servers itself. */
  readonly probeProxy: string | undefined;
  /** See https://no-color.org: any value but the empty one. */
  readonly noColour: boolean;
  /** The terminal can only be written to, or nobody looks at it: TERM is dumb, or CI is set. */
  readonly isPlain: boolean;
  /** This process, as a lease names what carries a rollout. */
  readonly host: string;
  readonly pid: number;
  /** Who runs the command, as the ledger shall name them: `ada@laptop`. */
  readonly user: string;
}

export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const read = (name: string): string | undefined => variables[name] || undefined;
  return {
    configuredEndpoints: endpointsIn(variables),
    region: read("AWS_REGION") ?? read("AWS_DEFAULT_REGION"),
    profile: read("AWS_PROFILE") ?? "default",
    proxy: proxyIn(read),
    ledgerPath: read("MOULT_LEDGER"),
    table: read("MOULT_TABLE"),
    stateMachineArn: read("MOULT_STATE_MACHINE"),
    operateUrl: read("MOULT_OPERATE_URL"),
    probeProxy: read("PROBE_PROXY"),
    noColour: read("NO_COLOR") !== undefined,
    isPlain: read("TERM") === "dumb" || read("CI") !== undefined,
    host: hostname(),
    pid: process.pid,
    user: `${userName(read)}@${hostname()}`,
  };
}

/** None where the SDK is told to ignore them. */
function endpointsIn(variables: NodeJS.ProcessEnv): Record<string, string> {
  if (variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] === "true") return {};
  const named = Object.entries(variables).filter(([name]) => /^AWS_ENDPOINT_URL(_|$)/.test(name));
  return Object.fromEntries(named.flatMap(([name, url]) => (url ? [[name, url]] : [])));
}

/** As curl has it, a proxy without a scheme is spoken to in the clear. */
function proxyIn(read: (name: string) => string | undefined): Environment["proxy"] {
  const named = read("HTTPS_PROXY") ?? read("https_proxy");
  if (named === undefined) return undefined;
  const url = named.includes("://") ? named : `http://${named}`;
  return { url, except: read("NO_PROXY") ?? read("no_proxy") ?? "" };
}

function userName(read: (name: string) => string | undefined): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id that has no name.
    return read("USER") ?? "unknown";
  }
}
