import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { AWS_TIME_LIMITS } from "../../errors/time-limits.ts";
import type { Connection } from "../clients.ts";
import { type ProxySettings, proxyAgent } from "./proxy-agent.ts";

interface OperatorSettings {
  readonly proxy: ProxySettings | undefined;
  /** Asks the person for the code of a device, by its serial number; undefined where nobody is there. */
  readonly mfaCode: ((serial: string) => Promise<string>) | undefined;
}

/**
 * How a person's command makes its clients: with the SDK's own chain – environment, profile, single sign-on, process, role of the
 * machine. One chain for all clients of the command, so that a device's code is asked for once: it is good for one use.
 */
export function operatorConnection({ proxy, mfaCode }: OperatorSettings): Connection {
  const httpsAgent = proxy && proxyAgent(proxy);
  const handler = { requestHandler: { ...AWS_TIME_LIMITS, ...(httpsAgent && { httpsAgent }) } };
  const credentials = defaultProvider({
    // Those that assume a role or renew a session are clients, too.
    clientConfig: handler,
    parentClientConfig: handler,
    ...(mfaCode && { mfaCodeProvider: mfaCode }),
  });
  return { credentials, ...(httpsAgent && { httpsAgent }) };
}
