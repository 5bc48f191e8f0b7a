import type { FaultKind } from "../fault-kind.ts";

/** Somebody stops executions (StopExecution), and some time later redrives one, whatever the sweep has done since. */
export const executionsStopped: FaultKind = {
  name: "executions-stopped",
  begin: ({ chaos, random, rate, atTimes }) => {
    const stopped: { controlPlane: (typeof chaos.controlPlanes)[number]; name: string }[] = [];
    atTimes(1 + Math.round(5 * rate), () => {
      const all = chaos.controlPlanes.flatMap((controlPlane) =>
        controlPlane.engine.running().map((name) => ({ controlPlane, name })),
      );
      if (all.length === 0) return;
      const one = random.pick(all);
      chaos.note(`somebody stops ${one.name}`);
      one.controlPlane.engine.stop(one.name);
      chaos.count("executions-stopped");
      stopped.push(one);
    });
    atTimes(Math.round(3 * rate), () => {
      if (stopped.length === 0) return;
      const { controlPlane, name } = random.pick(stopped);
      if (!controlPlane.lifetime.alive || controlPlane.engine.running().includes(name)) return;
      chaos.note(`somebody redrives ${name}`);
      if (controlPlane.engine.redrive(name) === "started") chaos.count("executions-redriven");
    });
  },
};
