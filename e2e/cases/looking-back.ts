import { expectSame, expectThat } from "../report/expect.ts";
import type { E2eCase } from "../lab/lab.ts";

/** What all cases together may not have come to. */
export const lookingBack: readonly E2eCase[] = [
  {
    name: "no user's request was lost in all of it",
    afterwards: true,
    run: async ({ account }) => {
      const { sent, lost, errored, lostByReason } = account.simulator.traffic.report();
      expectThat(sent > 0, "nobody sent any");
      expectSame(
        `of ${Math.round(sent)} requests, lost and answered 5xx`,
        [lost, errored, lostByReason],
        [0, 0, {}],
      );
    },
  },
  {
    name: "no function was refused anything that it needs",
    afterwards: true,
    run: async ({ account, stack }) => {
      const names = new Map(stack.functions.map(({ name, credentials }) => [credentials.accessKeyId, name]));
      const refused = account
        .denials()
        .map(({ caller, action }) => `${names.get(caller) ?? caller}: ${action}`);
      expectSame("refused", [...new Set(refused)], []);
    },
  },
];
