import type { Desk } from "../../dashboard/server/desk-port.ts";
import type { FleetsModel } from "../../dashboard/wire/models.ts";
import { explainedStates } from "../../src/domain/explain/explanation.ts";

const NOW = Date.UTC(2026, 10, 28, 10);

/** A desk of so many fleets that nothing happens to: what is measured is the page. */
export function benchDesk(fleets: number): Desk {
  const model: FleetsModel = {
    page: "fleets",
    rows: Array.from({ length: fleets }, (_, at) => ({
      id: `fleet-${String(at).padStart(4, "0")}`,
      state: at < 40 ? (explainedStates[at % explainedStates.length] ?? "steady") : "steady",
      sentence: "runs ami-0123456789abcdef0 on generation 7; a server is due for its age 2026-12-03 09:00Z",
      since: NOW - at * 60_000,
      endsAt: NOW + at * 60_000,
      otherwise: null,
      detail: null,
      also: [],
      image: "ami-0123456789abcdef0",
      generation: 7,
      run: null,
      offers: [],
    })),
    offers: [],
  };
  return {
    place: {
      account: "123456789012",
      region: "eu-central-1",
      ledger: "bench",
      version: "0",
      who: "bench",
      readOnly: true,
      endpoint: null,
      speed: 1,
    },
    now: () => NOW,
    read: async () => model,
    preview: () => Promise.reject(new Error("A bench previews nothing.")),
    act: () => Promise.reject(new Error("A bench does nothing.")),
  };
}
