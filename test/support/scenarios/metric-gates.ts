import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { ScenarioPlan, Web } from "./harness.ts";
import { QUICK } from "./open-web.ts";

/** A gate on failed requests, as most fleets would have it. */
export const FAILED = {
  kind: "metric" as const,
  metric: "target-5xx" as const,
  worseThanBlue: "2x",
  max: "1%",
  minRequests: 500,
};

/** A fleet with metric gates; blue's servers fail so many requests. */
export const gated = (
  gates: FleetDeclaration["gates"],
  { blue = "0.001", more = {} }: { blue?: string; more?: Partial<FleetDeclaration> } = {},
): ScenarioPlan => ({
  image: { ...QUICK, "sim:error-rate": blue },
  declaration: { gates: [{ kind: "target-health" }, ...(gates ?? [])], ...more },
});

/** Seconds from green's first traffic until the rollout turned round, and how far green had come. */
export async function turnedBack(web: Web): Promise<{ seconds: number; percent: number }> {
  await web.untilShifted(10);
  const { setAt } = (await web.rollout()).traffic;
  let percent = 0;
  for (;;) {
    const { failure, traffic } = await web.rollout();
    percent = Math.max(percent, traffic.setPercent);
    if (failure !== null || traffic.setPercent < percent)
      return { seconds: (web.simulator.clock.now() - (setAt ?? 0)) / 1000, percent };
    await web.simulator.clock.sleep(1000);
  }
}

export const quarantined = async (web: Web): Promise<boolean> =>
  (await web.entries()).some(({ action }) => action === "quarantine");
