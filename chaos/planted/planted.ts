import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { PLANTED_BUGS, type PlantedBug } from "./bugs.ts";
import { plant } from "./plant.ts";

/** A bug has to be caught within this many runs. */
const MOST_RUNS = 200;
const AT_ONCE = 20;
const FIRST_SEED = 1;

/** Plants each bug in a copy of the project and lets the chaos look for it; says after how many runs it was caught. */
function runsUntilCaught(bug: PlantedBug): number | undefined {
  const folder = plant(bug);
  try {
    for (let done = 0; done < MOST_RUNS; done += AT_ONCE) {
      if (!isClean(folder, FIRST_SEED + done)) return done + AT_ONCE;
    }
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isClean(folder: string, seed: number): boolean {
  try {
    const args = ["chaos/chaos.ts", "--runs", String(AT_ONCE), "--seed", String(seed), "--json"];
    execFileSync(process.execPath, args, { cwd: folder, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const wanted = process.argv[2];
const bugs = PLANTED_BUGS.filter(({ name }) => wanted === undefined || name.includes(wanted));
let missed = 0;
for (const bug of bugs) {
  const runs = runsUntilCaught(bug);
  if (runs === undefined) missed += 1;
  process.stdout.write(
    `${runs === undefined ? "MISSED" : `caught within ${String(runs).padStart(3)} runs`}  ${bug.name} (${bug.file})\n`,
  );
}
process.stdout.write(
  `${bugs.length - missed} of ${bugs.length} planted bugs caught within ${MOST_RUNS} runs\n`,
);
process.exitCode = missed === 0 ? 0 : 1;
