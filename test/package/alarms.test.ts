import { describe, expect, it } from "vitest";
import * as z from "zod";
import { retirementMachine } from "../../src/retirement/retirement-machine.ts";
import { rolloutMachine } from "../../src/rollout/rollout-machine.ts";
import { packagedResources, referencesIn } from "../support/package/packaged.ts";

const resources = await packagedResources();
const ofType = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);
const STATES = [...Object.keys(rolloutMachine.states), ...Object.keys(retirementMachine.states)].map(
  (name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`,
);

describe("the alarms", () => {
  it("every alarm is told somewhere", () => {
    const alarms = ofType("AWS::CloudWatch::Alarm");
    const names = new Set(alarms.map(([name]) => name.replace(/\d+$/, "")));
    expect([...names].sort()).toEqual([
      "AttentionAlarm",
      "DeadLettersAlarm",
      "OutboxAlarm",
      "RetirementsAlarm",
      "RolloutsAlarm",
      "ScansAlarm",
      "StepsAlarm",
      "SweepAlarm",
    ]);
    for (const [, { Properties }] of alarms)
      expect(Properties["AlarmActions"]).toEqual([{ Ref: "AlarmTopic" }]);
  });

  it("the errors of every step ring, and no alarm sums more than the ten metrics that it can hold", () => {
    const metricsOf = z.array(z.unknown()).default([]);
    const alarms = ofType("AWS::CloudWatch::Alarm").map(
      ([name, { Properties }]) => [name, metricsOf.parse(Properties["Metrics"])] as const,
    );
    expect(alarms.filter(([, metrics]) => metrics.length > 10)).toEqual([]);
    const steps = alarms.filter(([name]) => name.startsWith("StepsAlarm"));
    expect(referencesIn(steps.map(([, metrics]) => metrics)).sort()).toEqual([...STATES].sort());
  });
});
