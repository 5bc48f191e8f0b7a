import type { Connect } from "./both-ways.ts";
import { type EchoService, echo } from "./echo.ts";

interface RoundTrip {
  readonly service: EchoService;
  readonly action: string;
  readonly input: Record<string, unknown>;
  readonly output?: object;
  readonly send: (options: object, input: never) => Promise<object>;
}

/** Sends a call to a service that answers `output`: what arrived there, and what came back. */
export async function roundTrip(connect: Connect, { service, action, input, output, send }: RoundTrip) {
  const { inputs, services } = echo(service, action, Object.keys(input), output);
  const { clientOptions, run } = await connect({ services });
  const { $metadata, ...answer } = (await run(send(clientOptions, input as never))) as { $metadata: object };
  return { input: inputs[0], answer, $metadata };
}
