import * as cloudWatch from "@aws-sdk/client-cloudwatch";
import { SmithyRpcV2CborProtocol } from "@smithy/core/cbor";
import { expect, test } from "vitest";
import { bothWays } from "../../../support/simulator/both-ways.ts";
import type { EchoService } from "../../../support/simulator/echo.ts";
import { roundTrip } from "../../../support/simulator/round-trip.ts";

const MONITORING: EchoService = {
  signingName: "monitoring",
  protocols: ["awsJson", "rpcV2Cbor", "awsQuery"],
  schemas: cloudWatch,
  targetPrefix: "GraniteServiceVersion20100801",
};

const LAUNCHED = new Date("2026-11-20T10:00:00.000Z");

// The protocol of the clients of other languages; this SDK speaks JSON unless it is told. (Told so, it would compress a
// large body and leave the length of the uncompressed one in the header.)
const overCbor = (options: object): cloudWatch.CloudWatchClient =>
  new cloudWatch.CloudWatchClient({
    ...options,
    protocol: SmithyRpcV2CborProtocol,
    disableRequestCompression: true,
  });

bothWays("CBOR carries what is sent, whole", (connect) => {
  test("metrics with their times and counts, few and many; an empty answer", async () => {
    const metric = (number: number) => ({
      MetricName: `Rollouts${number}`,
      Timestamp: LAUNCHED,
      Values: [1.5, -7, 1e12],
      Counts: [1, 2, 3],
    });
    for (const count of [1, 300]) {
      const input = {
        Namespace: "moult",
        MetricData: Array.from({ length: count }, (_, number) => metric(number)),
      };
      const trip = await roundTrip(connect, {
        service: MONITORING,
        action: "PutMetricData",
        input,
        send: (options, given) => overCbor(options).send(new cloudWatch.PutMetricDataCommand(given)),
      });
      expect(trip.input).toEqual(input);
      expect(trip.answer).toEqual({});
    }
  });

  test("an answer with times, empty lists and numbers of both kinds", async () => {
    const output = {
      MetricAlarms: [
        { AlarmName: "ü", Period: 60, Threshold: 0.5, StateUpdatedTimestamp: LAUNCHED, OKActions: [] },
      ],
      CompositeAlarms: [],
    };
    const trip = await roundTrip(connect, {
      service: MONITORING,
      action: "DescribeAlarms",
      input: { AlarmNames: [], MaxRecords: 5 },
      output,
      send: (options, given) => overCbor(options).send(new cloudWatch.DescribeAlarmsCommand(given)),
    });
    expect(trip.input).toEqual({ AlarmNames: [], MaxRecords: 5 });
    expect(trip.answer).toEqual(output);
  });

  test("what the simulator does not know is refused by name", async () => {
    const { clientOptions, run } = await connect();
    const command = new cloudWatch.PutMetricAlarmCommand({
      AlarmName: "web",
      Metrics: [],
      EvaluationPeriods: 1,
      ComparisonOperator: "GreaterThanThreshold",
    });
    await expect(run(overCbor(clientOptions).send(command))).rejects.toMatchObject({
      name: "NotImplementedBySimulator",
      message: "The simulator does not carry out the parameter Metrics of PutMetricAlarm.",
    });
    const list = new cloudWatch.ListDashboardsCommand({});
    await expect(run(overCbor(clientOptions).send(list))).rejects.toMatchObject({
      name: "NotImplementedBySimulator",
    });
  });
});
