import type { ClientOptions } from "../client-options.ts";
import { answerDirectly, type DirectAnswer, type DirectWay } from "./direct-way.ts";

export type ClientClass<Client> = new (options: ClientOptions) => Client;

type Next = (call: { readonly input: object }) => Promise<DirectAnswer>;

/** As much of the SDK's stack as is used here; its own type differs from client to client. */
interface Stack {
  add(
    middleware: (next: Next, context: { readonly clientName: string; readonly commandName: string }) => Next,
    place: { readonly step: "initialize"; readonly name: string },
  ): void;
}

/** A client over the wire, or around it when there is a way around. */
export function openClient<Client extends { readonly middlewareStack: object }>(
  Client: ClientClass<Client>,
  options: ClientOptions,
  way: DirectWay | undefined,
): Client {
  const client = new Client(options);
  if (way === undefined) return client;
  const around =
    (_next: Next, { clientName, commandName }: { clientName: string; commandName: string }): Next =>
    ({ input }) =>
      answerDirectly(way, { client: clientName, command: commandName, input });
  (client.middlewareStack as unknown as Stack).add(around, { step: "initialize", name: "direct-way" });
  return client;
}
