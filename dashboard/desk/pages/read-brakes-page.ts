import type { BoardRow } from "../../../src/domain/explain/board-row.ts";
import type { ApprovalAsk } from "../../../src/domain/approval/approval-ask.ts";
import type { Freeze } from "../../../src/ledger/freezes.ts";
import { quarantineRows } from "../../../src/views/quarantine/quarantine-rows.ts";
import { readQuarantine } from "../../../src/views/quarantine/read-quarantine.ts";
import type { BrakesModel } from "../../wire/models.ts";
import { allOffers, offer } from "../offers.ts";
import type { Reading } from "../reading.ts";

/** What stops changes now, each with what ends it: from one summary of each fleet, and what those are read for that it holds. */
export async function readBrakesPage({ plane: { ledger }, now, board, held }: Reading): Promise<BrakesModel> {
  const [look, verdicts] = await Promise.all([board(), readQuarantine(ledger)]);
  const fleets = await held(look.written, now);
  const all = look.freeze === null ? [] : [freezeRow(null, look.freeze)];
  return {
    page: "brakes",
    freezes: [
      ...all,
      ...fleets.flatMap(({ fleet, freeze }) => (freeze === null ? [] : [freezeRow(fleet, freeze)])),
    ],
    approvals: fleets.flatMap(({ fleet, approvals }) => approvals.map((ask) => approvalRow(fleet, ask))),
    quarantine: quarantineRows(verdicts).map(({ imageId, reach, reason, at, fleet }) => ({
      id: `${imageId} ${reach ?? ""}`,
      image: imageId,
      reach,
      reason,
      at,
      fleet,
      offers: [offer("lift-quarantine", { image: imageId, fleet: reach })],
    })),
    waits: look.board.fleets.flatMap(waitRow),
    offers: allOffers(look.freeze),
  };
}

const freezeRow = (
  fleet: string | null,
  { reason, by, since, until }: Freeze,
): BrakesModel["freezes"][number] => ({
  id: fleet ?? "every fleet",
  fleet,
  reason,
  by,
  since,
  until,
  offers: [fleet === null ? offer("unfreeze-all", {}) : offer("unfreeze", { fleet })],
});

const approvalRow = (
  fleet: string,
  { key, what, until, onDeadline }: ApprovalAsk,
): BrakesModel["approvals"][number] => ({
  id: `${fleet} ${key}`,
  fleet,
  what,
  until,
  onDeadline,
  offers: [offer("approve", { fleet }), offer("reject", { fleet })],
});

/** What is due and held, where nothing runs: a rollout that waits has its own page. */
const waitRow = ({ fleet, state, run, waitsFor, sentence, endsAt }: BoardRow): BrakesModel["waits"] =>
  state === "waits" && run === null
    ? [{ id: fleet, by: waitsFor ?? "waits", reason: sentence, until: endsAt }]
    : [];
