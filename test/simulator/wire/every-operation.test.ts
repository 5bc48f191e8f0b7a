import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SERVICES } from "../../../simulator/services/catalog.ts";
import { createSimulator } from "../../../simulator/simulator.ts";
import { type OperationShape, shapesOf } from "../../../simulator/wire/shapes.ts";
import { anyStruct } from "./any-value.ts";
import { type EchoService, echo } from "./echo.ts";

interface Client {
  send(command: object): Promise<{ $metadata: object }>;
}
type Constructor<T> = new (settings: object) => T;

const RUNS = 15;
// EndpointId leads the client to a global endpoint, which needs another kind of signature.
const WITHOUT = ["EndpointId"];

/** What the SDK's client says arrived at the service, and what it gave back of the service's answer. */
async function roundTrip(
  service: EchoService,
  action: string,
  sent: { input: object; output: object | undefined },
) {
  const { inputs, services } = echo(service, action, Object.keys(sent.input), sent.output);
  const simulator = createSimulator({ services, quotas: false });
  const module = service.schemas;
  const clientName = Object.keys(module).find((name) => /^[A-Z].*Client$/.test(name)) ?? "";
  const client = new (module[clientName] as Constructor<Client>)(simulator.clientOptions());
  const command = new (module[`${action}Command`] as Constructor<object>)(sent.input);
  const { $metadata, ...answer } = await simulator.drive(client.send(command));
  return { input: inputs[0], answer, $metadata };
}

function anyExchange({ input, output, required }: OperationShape) {
  const anyInput = input.isUnitSchema()
    ? undefined
    : anyStruct(input, { depth: 4, required, without: WITHOUT });
  const anyOutput = output.isUnitSchema() ? undefined : anyStruct(output, { depth: 4 });
  return fc.record({ input: anyInput ?? fc.constant({}), output: anyOutput ?? fc.constant(undefined) });
}

describe.each(SERVICES.map((service) => ({ service, name: service.signingName })))("$name", ({ service }) => {
  const shapes = shapesOf(service.schemas).operations;

  test.each(Object.keys(service.operations))("%s carries any input and any answer whole", async (action) => {
    const shape = shapes.get(action);
    if (!shape) throw new Error(`The SDK has no operation ${action}.`);
    await fc.assert(
      fc.asyncProperty(anyExchange(shape), async (sent) => {
        const arrived = await roundTrip(service, action, sent);
        expect(arrived.input).toEqual(sent.input);
        expect(arrived.answer).toEqual(sent.output ?? {});
      }),
      { numRuns: RUNS, seed: 1 },
    );
  });
});
