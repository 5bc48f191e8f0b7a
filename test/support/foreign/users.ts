import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { setTimeout } from "node:timers/promises";

/** Requests that users sent through the load balancer, by what came of them. */
export interface Users {
  readonly served: number;
  readonly lost: number;
  /** How many each server answered, by its id. */
  readonly byServer: ReadonlyMap<string, number>;
}

const PAUSE_MILLISECONDS = 10;

/** Sends requests to a load balancer, one after the other, until it is told to stop; then answers how they went. */
export function startUsers(proxy: string, dnsName: string): () => Promise<Users> {
  const agent = new Agent({ keepAlive: true });
  const byServer = new Map<string, number>();
  const counts = { served: 0, lost: 0 };
  const state = { isStopped: false };
  const send = async (): Promise<void> => {
    while (!state.isStopped) {
      const { status, body } = await get(proxy, { dnsName, agent });
      const server = body.split(" ", 1)[0] ?? "";
      counts[status === 200 ? "served" : "lost"] += 1;
      if (status === 200) byServer.set(server, (byServer.get(server) ?? 0) + 1);
      await setTimeout(PAUSE_MILLISECONDS);
    }
  };
  const sending = send();
  return async () => {
    state.isStopped = true;
    await sending;
    agent.destroy();
    return { ...counts, byServer };
  };
}

async function get(
  proxy: string,
  { dnsName, agent }: { readonly dnsName: string; readonly agent: Agent },
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const { hostname, port } = new URL(proxy);
  const sent = request({ hostname, port, path: `http://${dnsName}/`, agent }).end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode, body: Buffer.concat(chunks).toString() };
}
