import { type LeftOut, leftOutWords } from "../domain/recycle/left-out.ts";
import { keepLeftOut } from "../ledger/found/left-out.ts";
import type { RecycleWork } from "./recycle-step.ts";

/** Names servers that were to be replaced and are left alone for now, in the history and for whoever decides next. */
export async function leaveAlone(found: readonly LeftOut[], work: RecycleWork<never>): Promise<void> {
  const { left, generation } = work.run();
  await work.note("decision", `left alone: ${leftOutWords(found)}`, { action: "leave-out" });
  const kept = [...left.filter(({ server }) => found.every((each) => each.server !== server)), ...found];
  await keepLeftOut(work.context.ledger, work.fleet.fleet, { generation, left: kept });
  await work.update({ left: kept });
}
