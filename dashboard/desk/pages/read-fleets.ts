import type { BoardRow } from "../../../src/domain/explain/board-row.ts";
import type { FleetRowModel, FleetsModel } from "../../wire/models.ts";
import { allOffers, offer } from "../offers.ts";
import type { Reading } from "../reading.ts";

/** Every fleet, those first that need somebody: from one summary of each, so that thousands are as few reads as one. */
export async function readFleets({ board }: Reading): Promise<FleetsModel> {
  const { board: read, freeze } = await board();
  return { page: "fleets", rows: read.fleets.map(rowModel), offers: allOffers(freeze) };
}

const rowModel = ({
  fleet,
  state,
  sentence,
  since,
  endsAt,
  otherwise,
  live,
  run,
}: BoardRow): FleetRowModel => ({
  id: fleet,
  state,
  sentence,
  since,
  endsAt,
  otherwise,
  detail: null,
  also: [],
  image: live?.image ?? null,
  generation: live?.generation ?? null,
  run: run === null || run.kind === "retirement" ? null : run.id,
  offers: state === "approval" ? [offer("approve", { fleet }), offer("reject", { fleet })] : [],
});
