import type { FaultKind } from "../fault-kind.ts";

/** Somebody stops executions (StopExecution), and some time later redrives one, whatever the sweep has done since. */
export const executionsStopped: FaultKind = {
  name: "executions-stopped",
  begin: ({ chaos, random, rate, atTimes }) => {
    const stopped: { plane: (typeof chaos.planes)[number]; name: string }[] = [];
    atTimes(1 + Math.round(5 * rate), () => {
      const all = chaos.planes.flatMap((plane) => plane.engine.running().map((name) => ({ plane, name })));
      if (all.length === 0) return;
      const one = random.pick(all);
      chaos.note(`somebody stops ${one.name}`);
      one.plane.engine.stop(one.name);
      chaos.count("executions-stopped");
      stopped.push(one);
    });
    atTimes(Math.round(3 * rate), () => {
      if (stopped.length === 0) return;
      const { plane, name } = random.pick(stopped);
      if (!plane.lifetime.alive || plane.engine.running().includes(name)) return;
      chaos.note(`somebody redrives ${name}`);
      if (plane.engine.redrive(name) === "started") chaos.count("executions-redriven");
    });
  },
};
