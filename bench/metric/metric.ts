import { createRandom } from "../../simulator/world/random.ts";
import { table } from "../table.ts";
import { drawRelease } from "./draw-rollout.ts";
import { type DrawnOutcome, judgeDrawn } from "./judge-drawn.ts";
import { type WholeRollout, wholeRollout } from "./whole-rollout.ts";

/** The goals of the project. */
const GOALS = { calls: 100, ratio: 1.07, caught: 0.99, periods: 3 };
const DRAWN = 1000;
const THROUGH_THE_MACHINE = 60;
/** A rollout may begin anywhere in CloudWatch's minute. */
const OFFSETS = [0, 10, 20, 30, 40, 50];

interface Drawn {
  readonly count: number;
  readonly blamed: number;
  readonly rolledBack: number;
  readonly undecided: number;
  readonly through: number;
  readonly caughtEarly: number;
  readonly mostPeriods: number;
}

/** Draws releases good and bad, measures the fleet with all gates, and prints both; answers whether the goals are met. */
export async function benchMetric(json: boolean): Promise<boolean> {
  const judged = { good: judgeMany(false, DRAWN), bad: judgeMany(true, DRAWN) };
  const whole = { good: await carryMany(false), bad: await carryMany(true) };
  const timed: WholeRollout[] = [];
  const release = { isBad: false, blue: 0.001, green: 0.001 };
  for (const offset of OFFSETS) timed.push(await wholeRollout({ seed: 10, release, offset }));
  const missed = missedGoals({ judged, whole, timed });
  process.stdout.write(
    json ? `${JSON.stringify({ judged, whole, timed })}\n` : `${text({ judged, whole, timed })}\n`,
  );
  for (const goal of missed) process.stderr.write(`Missed a goal: ${goal}.\n`);
  return missed.length === 0;
}

interface Measured {
  readonly judged: { readonly good: Drawn; readonly bad: Drawn };
  readonly whole: { readonly good: Drawn; readonly bad: Drawn };
  readonly timed: readonly WholeRollout[];
}

export function missedGoals({ judged, whole, timed }: Measured): string[] {
  const isCaught = ({ caughtEarly, count }: Drawn): boolean => caughtEarly >= GOALS.caught * count;
  return [
    ...(judged.good.blamed + whole.good.blamed > 0 ? ["a good image is blamed"] : []),
    ...(isCaught(judged.bad) && isCaught(whole.bad) ? [] : ["a bad one gets to 100 %"]),
    ...(judged.bad.mostPeriods > GOALS.periods ? [`it decides after ${judged.bad.mostPeriods} periods`] : []),
    ...(timed.some(({ awsCalls }) => awsCalls > GOALS.calls) ? ["calls"] : []),
    ...(timed.some(
      ({ elapsedSeconds, lowerBoundSeconds }) => elapsedSeconds > GOALS.ratio * lowerBoundSeconds,
    )
      ? ["elapsed"]
      : []),
  ];
}

function judgeMany(isBad: boolean, count: number): Drawn {
  const random = createRandom(isBad ? 2 : 1);
  return summed(Array.from({ length: count }, () => judgeDrawn(drawRelease(isBad, random), random)));
}

async function carryMany(isBad: boolean): Promise<Drawn> {
  const random = createRandom(isBad ? 4 : 3);
  const outcomes: DrawnOutcome[] = [];
  for (let seed = 1; seed <= THROUGH_THE_MACHINE / 2; seed += 1) {
    const plan = {
      seed,
      release: drawRelease(isBad, random),
      offset: random.integer(0, 59),
      chanceSeed: seed,
    };
    outcomes.push(outcomeOf(await wholeRollout(plan)));
  }
  return summed(outcomes);
}

function outcomeOf({ outcome, isBlamed, percent }: WholeRollout): DrawnOutcome {
  const ending = outcome === "succeeded" ? "through" : isBlamed ? "blamed" : "rolled-back";
  return { ending, percent, periods: 0 };
}

function summed(outcomes: readonly DrawnOutcome[]): Drawn {
  const ended = (ending: DrawnOutcome["ending"]): number =>
    outcomes.filter((each) => each.ending === ending).length;
  const failed = outcomes.filter(({ ending }) => ending === "blamed" || ending === "rolled-back");
  return {
    count: outcomes.length,
    blamed: ended("blamed"),
    rolledBack: ended("rolled-back"),
    undecided: ended("undecided"),
    through: ended("through"),
    caughtEarly: failed.filter(({ percent }) => percent < 100).length,
    mostPeriods: Math.max(0, ...failed.map(({ periods }) => periods)),
  };
}

const HEAD = ["releases", "drawn", "through", "blamed", "not blamed", "undecided", "before 100 %", "periods"];

function text({ judged, whole, timed }: Measured): string {
  const row = (name: string, drawn: Drawn): string[] => [
    name,
    String(drawn.count),
    String(drawn.through),
    String(drawn.blamed),
    String(drawn.rolledBack),
    String(drawn.undecided),
    String(drawn.caughtEarly),
    drawn.mostPeriods === 0 ? "–" : `≤ ${drawn.mostPeriods}`,
  ];
  const releases = table([
    HEAD,
    row("good, by the judge", judged.good),
    row("bad, by the judge", judged.bad),
    row("good, whole machine", whole.good),
    row("bad, whole machine", whole.bad),
  ]);
  const head = ["begins at second", "AWS calls", "elapsed ratio", "elapsed of lower bound"];
  const rows = timed.map(({ awsCalls, elapsedSeconds, lowerBoundSeconds }, index) => [
    String(OFFSETS[index]),
    `${awsCalls} (≤ ${GOALS.calls})`,
    `${(elapsedSeconds / lowerBoundSeconds).toFixed(3)} (≤ ${GOALS.ratio})`,
    `${elapsedSeconds.toFixed(0)} s of ${lowerBoundSeconds.toFixed(0)} s`,
  ]);
  const kinds = Object.entries(timed[0]?.callsByAction ?? {}).toSorted(([, one], [, other]) => other - one);
  const calls = kinds.map(([action, count]) => `${count} ${action}`).join(", ");
  return `${releases}\n\n${table([head, ...rows])}\n\n${calls}`;
}
