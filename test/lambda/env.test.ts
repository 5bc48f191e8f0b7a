import { describe, expect, it } from "vitest";
import { readEnv } from "../../src/lambda/env.ts";

const ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:moult-dev-rollout";

describe("readEnv", () => {
  it("reads what a function is told, and freezes it", () => {
    const env = readEnv({ AWS_REGION: "eu-west-1", LEDGER_TABLE: "ledger", STATE_MACHINE_ARN: ARN });
    expect(env).toEqual({
      region: "eu-west-1",
      service: "moult",
      ledgerTable: "ledger",
      stateMachineArn: ARN,
      legPolls: undefined,
      trustedSources: [],
      probeProxy: undefined,
    });
    expect(Object.isFrozen(env)).toBe(true);
  });

  it("reads whose claims about servers are heard, and never takes moult's own", () => {
    const given = { AWS_REGION: "eu-west-1", LEDGER_TABLE: "ledger" };
    const read = (TRUSTED_SOURCES: string) => readEnv({ ...given, TRUSTED_SOURCES });
    expect(read("fleet.watch,our.audit").trustedSources).toEqual(["fleet.watch", "our.audit"]);
    expect(() => read("fleet.watch,moult")).toThrow(/TRUSTED_SOURCES: must not name moult itself/);
  });

  it("reads after how many polls a leg ends: at least one, and no more than an execution may", () => {
    const read = (LEG_POLLS: string) =>
      readEnv({ AWS_REGION: "eu-west-1", LEDGER_TABLE: "ledger", LEG_POLLS });
    expect(read("20").legPolls).toBe(20);
    for (const wrong of ["0", "1501", "2.5", "few"]) expect(() => read(wrong)).toThrow(/LEG_POLLS: /);
  });

  it("names every fault in one message", () => {
    const read = () => readEnv({ AWS_REGION: "", STATE_MACHINE_ARN: "rollout", PROBE_PROXY: "ftp://proxy" });
    expect(read).toThrow(/AWS_REGION: .*LEDGER_TABLE: .*STATE_MACHINE_ARN: .*PROBE_PROXY: /);
    expect(read).toThrow(expect.objectContaining({ name: "InvalidInput" }));
  });
});
