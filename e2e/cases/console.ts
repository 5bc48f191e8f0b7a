import { expectSame, expectThat } from "../report/expect.ts";
import { endOf, typeIntoConsole } from "../lab/executions.ts";
import { rolloutsOf } from "../lab/fleet-view.ts";
import type { E2eCase } from "../lab/lab.ts";

const FLEET = "console";

/** What somebody types, and what the refusal has to say of it. */
const TYPED: readonly (readonly [string, string])[] = [
  ["{}", "fleet is missing"],
  ["[]", "it must be an object, is []"],
  ['"console"', "it must be an object, is console"],
  ["null", "it must be an object, is null"],
  ["7", "it must be an object, is 7"],
  ['{"fleet":1}', "fleet must be text in quotes, is 1"],
  ['{"flet":"console"}', "did you mean fleet?"],
  ['{"fleet":"console","image":"my new image"}', "image must be an image id such as"],
  ['{"fleet":"console","admitted":{"rollout":"x","fence":1}}', "admitted is not a known key"],
  ['{"fleet":"consle"}', "no fleet is named consle"],
  ['{"fleet":"console","recover":"console-1"}', "the ledger has no rollout console-1"],
];

/** Bad input ends in a sentence, and changes nothing. */
export const console: E2eCase = {
  name: "bad input typed into the console is refused in a sentence",
  fleets: [{ name: FLEET }],
  // Each execution that fails calls the sweep, which would begin what other cases tell by events.
  afterwards: true,
  run: async (lab) => {
    for (const [index, [input, said]] of TYPED.entries()) {
      const { status, error, cause } = await endOf(lab, await typeIntoConsole(lab, `typed-${index}`, input));
      expectSame(`the execution of ${input}`, [status, error], ["FAILED", "Refused"]);
      expectThat(cause.includes(said), `${input} is refused with "${cause}"`);
    }
    expectSame("rollouts of it", (await rolloutsOf(lab, FLEET)).length, 0);
  },
};
