import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { createSimulator } from "../../simulator/simulator.ts";

const ENTRY = { Source: "moult", DetailType: "Test", Detail: "{}" };

test("fifty calls of three clients, at once and one after another, run in virtual time alone", async () => {
  const simulator = createSimulator({ latencySeconds: 0.05 });
  const start = simulator.world.now();
  const ec2 = new EC2Client(simulator.clientOptions({ name: "a" }));
  const sts = new STSClient(simulator.clientOptions({ name: "b" }));
  const events = new EventBridgeClient(simulator.clientOptions({ name: "c" }));

  const answers = await simulator.drive(
    (async () => {
      const atOnce = await Promise.all(
        Array.from({ length: 30 }, (_, number) =>
          number % 2
            ? ec2.send(new DescribeSubnetsCommand({ MaxResults: 5 }))
            : sts.send(new GetCallerIdentityCommand({})),
        ),
      );
      for (let number = 0; number < 20; number++)
        await events.send(new PutEventsCommand({ Entries: [ENTRY] }));
      return atOnce;
    })(),
  );

  expect(answers).toHaveLength(30);
  expect(simulator.world.now() - start).toBe(21 * 50);
  expect(simulator.calls.countsByAction()).toEqual({
    "ec2:DescribeSubnets": 15,
    "sts:GetCallerIdentity": 15,
    "events:PutEvents": 20,
  });
  expect(simulator.calls.records.map(({ index }) => index)).toEqual(
    Array.from({ length: 50 }, (_, index) => index),
  );
  expect(simulator.calls.records[49]).toMatchObject({
    caller: "c",
    service: "events",
    action: "PutEvents",
    kind: "write",
    outcome: "ok",
    input: { Entries: [ENTRY] },
  });
});

test("a call is carried out half its latency after it was sent, and answered after the other half", async () => {
  const simulator = createSimulator({ latencySeconds: 2 });
  const start = simulator.world.now();
  const sts = new STSClient(simulator.clientOptions());
  await simulator.drive(sts.send(new GetCallerIdentityCommand({})));
  expect(simulator.calls.records[0]?.at).toBe(start + 1000);
  expect(simulator.world.now()).toBe(start + 2000);
});

test("two simulators of one seed have one history", async () => {
  const history = async () => {
    const simulator = createSimulator({ seed: 7 });
    const ids: unknown[] = [];
    simulator.world.onEvent((event) => ids.push(event));
    const events = new EventBridgeClient(simulator.clientOptions());
    const put = () => events.send(new PutEventsCommand({ Entries: [ENTRY, ENTRY] }));
    const answers = await simulator.drive(Promise.all([put(), put(), put()]));
    return { ids, answers: answers.map(({ Entries, $metadata }) => [Entries, $metadata.requestId]) };
  };
  expect(await history()).toEqual(await history());
});
