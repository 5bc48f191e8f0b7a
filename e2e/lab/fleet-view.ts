import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { eventually } from "../report/eventually.ts";
import { expectSame } from "../report/expect.ts";
import type { Lab } from "./lab.ts";

/** A rollout of three servers takes about 100 seconds; one that waits for its place, and with others beside it, longer. */
const ROLLOUT_SECONDS = 420;

/** The fleet's rollouts, the newest first. */
export const rolloutsOf = async ({ ledger }: Pick<Lab, "ledger">, fleet: string): Promise<RolloutRecord[]> =>
  (await rollouts.list(ledger, fleet)).map(({ run }) => run);

/** The fleet's first rollout once it has ended; throws when none begins and ends in time. */
export async function ended(
  lab: Pick<Lab, "ledger">,
  fleet: string,
  seconds = ROLLOUT_SECONDS,
): Promise<RolloutRecord> {
  return eventually(
    { what: `a rollout of ${fleet} has ended`, seconds, seen: () => standing(lab, fleet) },
    async () => (await rolloutsOf(lab, fleet)).find(({ endedAt }) => endedAt !== null),
  );
}

/** The fleet's first rollout once it has come to a phase; throws when it does not. */
export async function inPhase(
  lab: Pick<Lab, "ledger">,
  fleet: string,
  phase: RolloutRecord["phase"],
): Promise<RolloutRecord> {
  return eventually(
    { what: `${fleet} is in ${phase}`, seconds: 240, seen: () => standing(lab, fleet) },
    async () => (await rolloutsOf(lab, fleet)).find((run) => run.phase === phase),
  );
}

/** In words, for whoever reads why a case failed. */
async function standing(lab: Pick<Lab, "ledger">, fleet: string): Promise<string> {
  const [run] = await rolloutsOf(lab, fleet);
  if (run === undefined) return "it has none";
  const { phase, outcome, waiting, failure } = run;
  return `${phase}, ${outcome ?? "open"}: ${failure?.reason ?? waiting?.reason ?? "no reason"}`;
}

/** Throws unless the fleet's rollout went well and all its servers run the image. */
export function expectReplaced(lab: Pick<Lab, "account">, run: RolloutRecord, image: string): void {
  expectSame(`${run.fleet} (${run.failure?.reason ?? ""})`, [run.outcome, run.imageTo], ["succeeded", image]);
  expectSame(`images of ${run.fleet}`, [...new Set(imagesOf(lab, run.fleet))], [image]);
}

/** The images that the fleet's servers run. */
export const imagesOf = ({ account }: Pick<Lab, "account">, fleet: string): string[] =>
  [...account.simulator.world.state.instances.values()]
    .filter(
      ({ state, tags }) =>
        state === "running" && tags.some(({ key, value }) => key === "moult:fleet" && value === fleet),
    )
    .map(({ imageId }) => imageId);
