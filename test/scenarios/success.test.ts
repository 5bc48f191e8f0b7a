import { expect, scenario } from "./harness.ts";

for (const strategy of ["alb-weighted", "nlb-weighted", "target-group", "none"] as const) {
  const gates = strategy === "none" ? [{ kind: "instance-status" as const }] : undefined;
  scenario(
    `a new image replaces a fleet: ${strategy}`,
    { strategy, ...(gates && { declaration: { gates } }) },
    async (web) => {
      const image = await web.publish();
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "succeeded", imageTo: image });
      expect(await web.liveImage()).toBe(image);
    },
  );
}
