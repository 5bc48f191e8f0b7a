import { SuspendProcessesCommand } from "@aws-sdk/client-auto-scaling";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { autoScalingClient } from "../../src/aws/auto-scaling/auto-scaling.ts";
import type { ClientFactories, ClientFactory, ServiceName } from "../../src/aws/clients.ts";
import { AWS_TIME_LIMITS } from "../../src/errors/time-limits.ts";
import type { FunctionRuntime } from "../../src/lambda/function-runtime.ts";
import { log } from "../../src/lambda/log.ts";
import { stateHandler } from "../../src/lambda/state-handler.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { takeLease } from "../../src/ledger/leases.ts";
import { defineState } from "../../src/step/state.ts";
import type { AdmitAnswer, Step } from "../../src/step/step.ts";
import { admitTask, endingTask, stepTask } from "../../src/step/task-input.ts";
import { lambdaContext } from "../support/lambda/context.ts";
import { NOW, runtime } from "../support/lambda/function-runtime.ts";

const answer = { verdict: "pass", waitSeconds: 0, reason: "done" } as const;
const admitted: AdmitAnswer = { ...answer, fence: 1, rollout: "web-1" };
const lease = { fleet: "web", owner: "web-1", now: NOW, ttlSeconds: 600 };
const bake = { phase: "Bake", services: {} } as const;

/** The function of a state with this step. */
const handlerFor = <S extends ServiceName>(
  step: Step<S>,
  place: { readonly phase: string; readonly services: ClientFactories<S> },
  own: FunctionRuntime,
) => stateHandler(defineState({ ...place, input: stepTask, step }), {}, own);

beforeEach(() => {
  vi.spyOn(log, "error").mockReturnValue();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the handler of a state between admission and the end", () => {
  it("gives the step its input and its context, and answers what it answers", async () => {
    const step = vi.fn<Step<never>>(async () => answer);
    const here = runtime();
    const handler = handlerFor(step, bake, here);
    expect(await handler({ fleet: "web", rollout: "web-1", fence: 3 }, lambdaContext)).toBe(answer);
    const [input, context] = step.mock.calls[0] ?? [];
    expect(input).toEqual({ fleet: "web", run: "web-1", fence: 3 });
    expect(context?.ledger).toBe(here.ledger);
  });

  it.each([{ fleet: "web", rollout: "web-1" }, { fleet: "web", rollout: "web-1", fence: 0 }, {}, null])(
    "refuses %j",
    async (input) => {
      const handler = handlerFor(async () => answer, bake, runtime());
      await expect(handler(input, lambdaContext)).rejects.toMatchObject({ name: "InvalidInput" });
    },
  );

  it("says which way out the function was not given", async () => {
    const telling: Step<never> = async (_, context) => {
      await context.publish([]);
      return answer;
    };
    const handler = handlerFor(telling, bake, runtime());
    await expect(handler({ fleet: "web", rollout: "web-1", fence: 1 }, lambdaContext)).rejects.toMatchObject({
      name: "InvalidInput",
      message: expect.stringContaining("the function of Bake has no way to publish events"),
    });
  });
});

describe("the clients of an invocation", () => {
  const suspend: Step<"autoScaling"> = async (_, context) => {
    await context.withReason("hold green's size", { servers: 6 }, () =>
      context.aws.autoScaling.send(
        new SuspendProcessesCommand({ AutoScalingGroupName: "web-g0002", ScalingProcesses: ["AZRebalance"] }),
      ),
    );
    return answer;
  };

  function stranded() {
    const handle = vi.fn<() => Promise<never>>(async () => {
      throw Object.assign(new Error("reset"), { code: "ECONNRESET" });
    });
    const autoScaling: ClientFactory<"autoScaling"> = (settings) =>
      autoScalingClient({ ...settings, requestHandler: { handle } });
    return { handle, place: { phase: "ShiftTraffic", services: { autoScaling } } as const };
  }

  it("are made with the credentials of the environment, which are read when a call is signed", async () => {
    const { handle, place } = stranded();
    const autoScaling = vi.fn<ClientFactory<"autoScaling">>(place.services.autoScaling);
    const here = runtime();
    await takeLease(here.ledger, lease);
    const handler = handlerFor(suspend, { ...place, services: { autoScaling } }, here);
    const keys = { AWS_ACCESS_KEY_ID: "ASIAFUNCTION", AWS_SECRET_ACCESS_KEY: "a", AWS_SESSION_TOKEN: "b" };
    for (const [name, value] of Object.entries(keys)) vi.stubEnv(name, value);
    await expect(handler({ fleet: "web", rollout: "web-1", fence: 1 }, lambdaContext)).rejects.toMatchObject({
      name: "ServiceUnavailable",
    });
    const authorization = expect.stringContaining("Credential=ASIAFUNCTION/") as unknown;
    expect((handle.mock.calls as unknown[][])[0]?.[0]).toMatchObject({
      headers: { authorization, "x-amz-security-token": "b" },
    });
    const credentials = expect.any(Function) as unknown;
    expect(autoScaling.mock.calls).toEqual([
      [{ region: "us-east-1", credentials, requestHandler: AWS_TIME_LIMITS }],
    ]);
  });

  it("send no change without the fleet's lease", async () => {
    const { handle, place } = stranded();
    const handler = handlerFor(suspend, place, runtime());
    await expect(handler({ fleet: "web", rollout: "web-1", fence: 1 }, lambdaContext)).rejects.toMatchObject({
      name: "LeaseLost",
    });
    expect(handle).not.toHaveBeenCalled();
  });

  it("write a change down with its reason before they send it, and throw an error of ours", async () => {
    const { handle, place } = stranded();
    const here = runtime();
    await takeLease(here.ledger, lease);
    const seen: unknown[] = [];
    handle.mockImplementation(async () => {
      seen.push(...(await listEntries(here.ledger, "web")));
      throw Object.assign(new Error("reset"), { code: "ECONNRESET" });
    });
    const handler = handlerFor(suspend, place, here);
    await expect(handler({ fleet: "web", rollout: "web-1", fence: 1 }, lambdaContext)).rejects.toMatchObject({
      name: "ServiceUnavailable",
    });
    expect(seen).toMatchObject([
      {
        kind: "call",
        action: "SuspendProcesses",
        subject: "web-g0002",
        reason: "hold green's size",
        rollout: "web-1",
        phase: "ShiftTraffic",
        evidence: { servers: 6 },
      },
    ]);
  });
});

describe("the handler of the state that admits", () => {
  const place = { phase: "Admit", services: {} } as const;

  const NOTHING_SAID = { image: null, until: null, launchedBefore: null, by: null, reason: null };

  it("takes what the console sends, and what was decided", async () => {
    const admit = vi.fn<() => Promise<AdmitAnswer>>(async () => admitted);
    const handler = stateHandler(defineState({ ...place, input: admitTask, step: admit }), {}, runtime());
    const decided = { image: "ami-0123456789abcdef0", reason: "image" };
    const answered = await handler({ given: { fleet: "web" }, rollout: "x" }, lambdaContext);
    expect(answered).toEqual({ ...admitted, fleet: "web" });
    await handler({ given: { fleet: "web", decided }, rollout: "y" }, lambdaContext);
    expect(admit.mock.calls.map(([input]: unknown[]) => input)).toEqual([
      { fleet: "web", run: "x", ask: NOTHING_SAID },
      { fleet: "web", run: "y", decided },
    ]);
  });

  it("takes what the machine of 0.1.0 hands over, again and again", async () => {
    const admit = vi.fn<() => Promise<AdmitAnswer>>(async () => admitted);
    const handler = stateHandler(defineState({ ...place, input: admitTask, step: admit }), {}, runtime());
    await handler({ input: { fleet: "web" }, rollout: "x" }, lambdaContext);
    await handler({ input: { fleet: "web", admitted }, rollout: "x" }, lambdaContext);
    expect(admit.mock.calls.map(([input]: unknown[]) => input)).toEqual([
      { fleet: "web", run: "x", ask: NOTHING_SAID },
      { fleet: "web", run: "x", ask: NOTHING_SAID },
    ]);
    for (const input of [["web"], null, "web"])
      expect(await handler({ input, rollout: "x" }, lambdaContext)).toMatchObject({ verdict: "refused" });
  });

  it("is called by a machine: without the execution's name there is nothing to answer", async () => {
    const handler = stateHandler(
      defineState({ ...place, input: admitTask, step: async () => admitted }),
      {},
      runtime(),
    );
    await expect(handler({ given: { fleet: "web" } }, lambdaContext)).rejects.toMatchObject({
      name: "InvalidInput",
    });
  });
});

describe("the handler of a state that ends a run", () => {
  const place = { phase: "RollBack", services: {} } as const;
  const error = { Error: "Rejected", Cause: '{"errorMessage":"no"}' };
  const fenceGiven = async (execution: object, here = runtime()) => {
    const step = vi.fn<Step<never>>(async () => answer);
    const handler = stateHandler(defineState({ ...place, input: endingTask, step }), {}, here);
    await handler({ rollout: "web-1", execution }, lambdaContext);
    return step.mock.calls[0]?.[0];
  };

  it("takes fence and error out of the execution", async () => {
    const execution = { fleet: "web", admitted: { ...admitted, fence: 4 }, step: answer, error };
    expect(await fenceGiven(execution)).toEqual({ fleet: "web", run: "web-1", fence: 4, error });
  });

  it("finds the fence in the ledger when Admit failed after it took the lease", async () => {
    const here = runtime();
    await takeLease(here.ledger, { ...lease, owner: "another" });
    const later = { ...lease, now: NOW + 3_600_000 };
    await takeLease(here.ledger, later);
    expect(await fenceGiven({ fleet: "web", error }, here)).toMatchObject({ fence: 2 });
  });

  it("gives fence 0 when the rollout holds nothing", async () => {
    expect(await fenceGiven({ fleet: "web", error })).toMatchObject({ fence: 0 });
  });
});
