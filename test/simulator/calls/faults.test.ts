import { CreateTagsCommand, DescribeTagsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import type { Fault } from "../../../simulator/calls/faults.ts";
import { createSimulator } from "../../../simulator/simulator.ts";
import { bothWays, type Connect } from "../../support/simulator/both-ways.ts";

const put = new PutEventsCommand({ Entries: [{ Source: "moult", DetailType: "Test", Detail: "{}" }] });

async function connectFaulty(connect: Connect, fault: Fault) {
  const connection = await connect({ faults: ({ index }) => (index === 0 ? fault : undefined) });
  const delivered: unknown[] = [];
  connection.simulator.world.onEvent((event) => delivered.push(event));
  return { ...connection, delivered, client: new EventBridgeClient(connection.clientOptions) };
}

bothWays("faults", (connect) => {
  test("error: nothing is done", async () => {
    const fault: Fault = { kind: "error", code: "InternalException", status: 500, message: "try again" };
    const { run, client, delivered, simulator } = await connectFaulty(connect, fault);
    await expect(run(client.send(put))).rejects.toMatchObject({
      name: "InternalException",
      $metadata: { httpStatusCode: 500 },
    });
    expect(delivered).toHaveLength(0);
    await run(client.send(put));
    expect(delivered).toHaveLength(1);
    expect(simulator.calls.records.map(({ outcome }) => outcome)).toEqual(["InternalException", "ok"]);
  });

  test("lost: it is done, and the client sees a broken connection", async () => {
    const { run, client, delivered } = await connectFaulty(connect, { kind: "lost" });
    await expect(run(client.send(put))).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(delivered).toHaveLength(1);
  });
});

test("delay: the call is held back before it is carried out", async () => {
  const simulator = createSimulator({ latencySeconds: 0, faults: () => ({ kind: "delay", seconds: 40 }) });
  const start = simulator.world.now();
  const times: number[] = [];
  simulator.world.onEvent(() => times.push(simulator.world.now() - start));
  await simulator.drive(new EventBridgeClient(simulator.clientOptions()).send(put));
  expect(times).toEqual([40_000]);
});

test("stale: a read is answered as of some seconds ago, a later one as of now", async () => {
  let lag: Fault | undefined = { kind: "stale", asOf: 3 };
  const simulator = createSimulator({ history: true, latencySeconds: 0, faults: () => lag });
  const ec2 = new EC2Client(simulator.clientOptions());
  const tagged = async () => {
    const { Tags } = await simulator.drive(ec2.send(new DescribeTagsCommand({ MaxResults: 10 })));
    return Tags?.length;
  };
  const instance = { ...imaginaryImage(), imageId: "ami-0123456789abcdef0" };
  simulator.world.state.images.set(instance.imageId, instance);
  const tag = new CreateTagsCommand({ Resources: [instance.imageId], Tags: [{ Key: "a", Value: "b" }] });
  await simulator.drive(ec2.send(tag));

  expect(await tagged()).toBe(0);
  simulator.world.advanceTo(simulator.world.now() + 10_000);
  expect(await tagged()).toBe(1);
  await simulator.drive(ec2.send(new CreateTagsCommand({ ...tag.input, Tags: [{ Key: "c", Value: "d" }] })));
  expect(await tagged()).toBe(1);
  lag = undefined;
  expect(await tagged()).toBe(2);
});

function imaginaryImage() {
  const image = { name: "web", architecture: "x86_64" as const, state: "available" as const };
  const owner = { account: "123456789012", alias: null };
  return { ...image, owner, public: false, createdAt: 0, deprecatedAt: null, tags: [], script: {} };
}
