import * as fc from "fast-check";
import { createSimulator } from "../../../simulator/simulator.ts";
import type { OperationShape } from "../../../simulator/wire/protocols/shapes.ts";
import { anyStruct } from "./any-value.ts";
import { type EchoService, echo } from "./echo.ts";

interface Client {
  readonly middlewareStack: object;
  send(command: object): Promise<{ $metadata: object }>;
}
type Constructor<T> = new (settings: object) => T;

export interface Exchange {
  readonly input: object;
  readonly output: object | undefined;
}

/** What the SDK's client says arrived at the service, and what it gave back of the service's answer. */
export async function roundTrip(
  service: EchoService,
  action: string,
  { input, output, direct }: Exchange & { readonly direct: boolean },
) {
  const { inputs, services } = echo(service, action, Object.keys(input), output);
  const simulator = createSimulator({ services, quotas: false, direct });
  const module = service.schemas;
  const clientName = Object.keys(module).find((name) => /^[A-Z].*Client$/.test(name)) ?? "";
  const client = simulator.open(module[clientName] as Constructor<Client>, { name: "anybody" });
  const command = new (module[`${action}Command`] as Constructor<object>)(input);
  const { $metadata, ...answer } = await simulator.drive(client.send(command));
  return { input: inputs[0], answer, $metadata };
}

// EndpointId leads the client to a global endpoint, which needs another kind of signature.
const WITHOUT = ["EndpointId"];

/** Any input of an operation, and any answer. */
export function anyExchange({ input, output, required }: OperationShape): fc.Arbitrary<Exchange> {
  const anyInput = input.isUnitSchema()
    ? undefined
    : anyStruct(input, { depth: 4, required, without: WITHOUT });
  const anyOutput = output.isUnitSchema() ? undefined : anyStruct(output, { depth: 4 });
  return fc.record({ input: anyInput ?? fc.constant({}), output: anyOutput ?? fc.constant(undefined) });
}
