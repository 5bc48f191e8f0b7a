import { type Generation, targetGroupsOf } from "../generation.ts";

/**
 * Those generations that stand whose servers may be in the fleet's target groups. A retained one is out of traffic: in what a
 * later generation serves from, a server of it that somebody puts back from standby answers the fleet's users.
 */
export function mayBeTargets(generations: readonly Generation[]): Generation[] {
  const serving = generations.filter(({ state }) => state === "live").flatMap(targetGroupsOf);
  return generations.filter(
    (each) =>
      each.state !== "gone" &&
      !(each.state === "retained" && targetGroupsOf(each).some((arn) => serving.includes(arn))),
  );
}
