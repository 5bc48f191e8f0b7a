import { describe, expect, test } from "vitest";
import { scriptOf } from "../../../simulator/services/ec2/instances/server-script.ts";
import { HEALTHY_SCRIPT } from "../../../simulator/services/ec2/state.ts";

const tags = (values: Record<string, string>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

describe("scriptOf", () => {
  test("is a healthy server when nothing is said", () => {
    expect(scriptOf({ tags: tags({ app: "web" }), script: {} })).toEqual(HEALTHY_SCRIPT);
  });

  test("takes tags over the scenario file, and the file over the default", () => {
    const image = { tags: tags({ "sim:boot-seconds": "7.5" }), script: { bootSeconds: 1, errorRate: 0.5 } };
    expect(scriptOf(image)).toEqual({ ...HEALTHY_SCRIPT, bootSeconds: 7.5, errorRate: 0.5 });
  });

  test("reads every tag", () => {
    const all = tags({
      "sim:boot-seconds": "1",
      "sim:agent-seconds": "2",
      "sim:healthy-seconds": "never",
      "sim:sickens-seconds": "3",
      "sim:command-exit-code": "4",
      "sim:command-exit-code:handoff": "1",
      "sim:command-seconds": "5",
      "sim:command-seconds:handoff": "7200",
      "sim:http-status": "503",
      "sim:error-rate": "0.25",
      "sim:errors-seconds": "60",
      "sim:response-seconds": "0.5",
      "sim:launch-failure": "VcpuLimitExceeded",
      "sim:http-status:/ready": "404",
      "sim:closed-ports": "8081, 9000",
    });
    expect(scriptOf({ tags: all, script: {} })).toEqual({
      bootSeconds: 1,
      agentSeconds: 2,
      healthySeconds: null,
      sickensSeconds: 3,
      commandExitCode: 4,
      commandExitCodes: [{ match: "handoff", exitCode: 1 }],
      commandSeconds: 5,
      commandSecondsOf: [{ match: "handoff", seconds: 7200 }],
      httpStatus: 503,
      httpStatusOf: [{ path: "/ready", status: 404 }],
      closedPorts: [8081, 9000],
      errorRate: 0.25,
      errorsSeconds: 60,
      responseSeconds: 0.5,
      launchFailure: "VcpuLimitExceeded",
    });
  });

  test.each([
    ["sim:boot-seconds", "never"],
    ["sim:healthy-seconds", "-1"],
    ["sim:command-exit-code", "256"],
    ["sim:command-exit-code:handoff", "bad"],
    ["sim:command-seconds:handoff", "long"],
    ["sim:http-status", "99"],
    ["sim:http-status:ready", "404"],
    ["sim:closed-ports", "http"],
    ["sim:error-rate", "1.1"],
    ["sim:launch-failure", ""],
  ])("refuses %s = '%s', naming both", (key, value) => {
    expect(() => scriptOf({ tags: [{ key, value }], script: {} })).toThrow(
      `Tag '${key}' has the value '${value}'`,
    );
  });

  test("refuses an unknown tag and names the known ones", () => {
    expect(() => scriptOf({ tags: tags({ "sim:boot": "1" }), script: {} })).toThrow(
      /Unknown tag 'sim:boot'\. Known: .*sim:boot-seconds/,
    );
  });
});
