import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SERVICES } from "../../simulator/services/catalog.ts";
import { shapesOf } from "../../simulator/wire/protocols/shapes.ts";
import { anyExchange, roundTrip } from "../support/simulator/exchange.ts";

const RUNS = 15;
const WAYS = [
  { way: "over the wire", direct: false },
  { way: "around it", direct: true },
];

describe.each(SERVICES.map((service) => ({ service, name: service.signingName })))("$name", ({ service }) => {
  const shapes = shapesOf(service.schemas).operations;

  describe.each(WAYS)("$way", ({ direct }) => {
    test.each(Object.keys(service.operations))(
      "%s carries any input and any answer whole",
      async (action) => {
        const shape = shapes.get(action);
        if (!shape) throw new Error(`The SDK has no operation ${action}.`);
        await fc.assert(
          fc.asyncProperty(anyExchange(shape), async (sent) => {
            const arrived = await roundTrip(service, action, { ...sent, direct });
            expect(arrived.input).toEqual(sent.input);
            expect(arrived.answer).toEqual(sent.output ?? {});
          }),
          { numRuns: RUNS, seed: 1 },
        );
      },
    );
  });
});
