import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import type { BusEvent } from "../../simulator/world/world.ts";
import { bothWays, type Connect } from "../support/simulator/both-ways.ts";

const ENTRY = { Source: "moult", DetailType: "Fleet Replaced", Detail: '{"fleet":"web"}' };

async function connectBus(connect: Connect) {
  const { simulator, clientOptions, run } = await connect();
  const events: BusEvent[] = [];
  simulator.world.onEvent((event) => events.push(event));
  const client = new EventBridgeClient(clientOptions);
  const put = (...Entries: object[]) => run(client.send(new PutEventsCommand({ Entries: Entries as [] })));
  return { simulator, events, put };
}

bothWays("PutEvents", (connect) => {
  test("an entry reaches the bus with its fields, and is answered with an id", async () => {
    const { simulator, events, put } = await connectBus(connect);
    const answer = await put({ ...ENTRY, Resources: ["arn:aws:ec2:::instance/i-1"] });
    expect(answer.FailedEntryCount).toBe(0);
    expect(answer.Entries?.[0]?.EventId).toMatch(/^[0-9a-f-]{36}$/);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      source: "moult",
      "detail-type": "Fleet Replaced",
      account: simulator.world.account,
      region: "us-east-1",
      resources: ["arn:aws:ec2:::instance/i-1"],
      detail: { fleet: "web" },
    });
  });

  test("bad entries fail one by one, and the good ones go through", async () => {
    const { events, put } = await connectBus(connect);
    const answer = await put(
      { ...ENTRY, Source: "aws.ec2" },
      ENTRY,
      { ...ENTRY, Detail: "{oops" },
      { ...ENTRY, Detail: "[]" },
      { Source: "moult", Detail: "{}" },
    );
    expect(answer.FailedEntryCount).toBe(4);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      "NotAuthorizedForSourceException",
      undefined,
      "MalformedDetail",
      "MalformedDetail",
      "InvalidArgument",
    ]);
    expect(events).toHaveLength(1);
  });

  test("an entry for a bus that does not exist is dropped, with success", async () => {
    const { events, put } = await connectBus(connect);
    const answer = await put({ ...ENTRY, EventBusName: "elsewhere" }, { ...ENTRY, EventBusName: "default" });
    expect(answer.FailedEntryCount).toBe(0);
    expect(events).toHaveLength(1);
  });

  test("eleven entries are refused as a whole", async () => {
    const { events, put } = await connectBus(connect);
    await expect(put(...Array.from({ length: 11 }, () => ENTRY))).rejects.toMatchObject({
      name: "ValidationException",
    });
    expect(events).toHaveLength(0);
  });
});
