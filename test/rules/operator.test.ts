import { expect, test } from "vitest";
import { found, imports, sources } from "./tree.ts";

/** What the ledger lets anybody write, and a person only through src/operator, with an entry. */
const WRITES =
  /^import (?!type)[^;]*?\b(freeze|lift|liftQuarantine|declareFleet|forgetFleet|putExcept|liftExcept|changeStorm)\b[^;]*?ledger\/[^;]*;/m;

test("what a person may do goes through src/operator: nothing else in src and cli writes it", () => {
  const others = sources.filter((path) => /^(src|cli|functions)\//.test(path));
  expect(found(WRITES, ["src/operator/freeze-fleet.ts"])).toHaveLength(1);
  // A scan begins and ends storms; an adoption declares the fleet, with an entry of its own; what a deadline or a failed proof refused is as if a person had, and so is what an answer did that is published; a side that a person keeps is refused no more, once Admit knows that it can be kept. What a person types into the console Admit does itself, with the same entries, and src/operator does it by the same functions.
  const may =
    /^src\/(operator|ledger)\/|^src\/detect\/scan\/end\/hold-storms\.ts$|^src\/adoption\/adopt\.ts$|^src\/rollout\/(convergence\/record-failure|approval\/publish-answer|ending\/settle|steering\/(steer-run|steer-recycle-run|go-back|take-back-refusal|freeze-by-input))\.ts$/;
  expect(
    found(
      WRITES,
      others.filter((path) => !may.test(path)),
    ),
  ).toEqual([]);
});

test("the command line reads the ledger through src/views", () => {
  const own = imports.filter(
    ({ from, to, typeOnly }) =>
      from.startsWith("cli/") && !from.startsWith("cli/demo/") && to.startsWith("src/ledger/") && !typeOnly,
  );
  expect(own.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

/** These are the process's own, or change a fleet's groups under the person's permissions. */
const WITHOUT_DOOR = ["give-back-fleet", "release-fleet", "take-up-rollout"].map(
  (name) => `src/operator/${name}.ts`,
);

test("every other act has its line in the one table of acts, so that the deployed door has it, too", () => {
  const table = imports
    .filter(({ from, typeOnly }) => from === "src/desk/acts.ts" && !typeOnly)
    .map(({ to }) => to);
  const own = sources.filter((path) => path.startsWith("src/operator/") && !WITHOUT_DOOR.includes(path));
  expect(own.length).toBeGreaterThan(10);
  expect(own.filter((path) => !table.includes(path))).toEqual([]);
});

test("the command line asks for them by that table, whoever carries them out", () => {
  const past = imports.filter(
    ({ from, to, typeOnly }) =>
      from.startsWith("cli/") && to.startsWith("src/operator/") && !typeOnly && !WITHOUT_DOOR.includes(to),
  );
  expect(past.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});
