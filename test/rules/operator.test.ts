import { expect, test } from "vitest";
import { found, imports, sources } from "./tree.ts";

/** What the ledger lets anybody write, and a person only through src/operator, with an entry. */
const WRITES =
  /^import (?!type)[^;]*?\b(freeze|lift|liftQuarantine|declareFleet|forgetFleet|putExcept|liftExcept|changeStorm)\b[^;]*?ledger\/[^;]*;/m;

test("what a person may do goes through src/operator: nothing else in src and cli writes it", () => {
  const others = sources.filter((path) => /^(src|cli|functions)\//.test(path));
  expect(found(WRITES, ["src/operator/freeze-fleet.ts"])).toHaveLength(1);
  // A scan begins and ends storms; an adoption declares the fleet, with an entry of its own; what a deadline or a failed proof refused is as if a person had; a side that a person keeps is refused no more, once Admit knows that it can be kept.
  const may =
    /^src\/(operator|ledger)\/|^src\/detect\/scan\/end\/hold-storms\.ts$|^src\/adoption\/adopt\.ts$|^src\/rollout\/(convergence\/record-failure|ending\/settle)\.ts$/;
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
