import type { Ledger } from "../../../src/ledger/ledger.ts";

/** The ledger, in which somebody else does something between the first read of an item and its write. */
export function racing(ledger: Ledger, other: () => Promise<unknown>): Ledger {
  let raced = false;
  return {
    ...ledger,
    get: async (key) => {
      const item = await ledger.get(key);
      if (!raced) {
        raced = true;
        await other();
      }
      return item;
    },
  };
}
