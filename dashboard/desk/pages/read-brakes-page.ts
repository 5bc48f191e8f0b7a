import type { BoardRow } from "../../../src/domain/explain/board-row.ts";
import type { ApprovalAsk } from "../../../src/domain/approval/approval-ask.ts";
import { askId } from "../../../src/domain/approval/ask-id.ts";
import type { Freeze } from "../../../src/ledger/freezes.ts";
import type { StormRow } from "../../../src/views/findings/findings-view.ts";
import { stormWords } from "../../../src/views/findings/storm-words.ts";
import { quarantineRows } from "../../../src/views/quarantine/quarantine-rows.ts";
import { readQuarantine } from "../../../src/views/quarantine/read-quarantine.ts";
import type { BrakesModel } from "../../wire/models.ts";
import { allOffers, offer, stormOffers } from "../offers.ts";
import type { Reading } from "../reading.ts";

/** What stops changes now, each with what ends it: from one summary of each fleet, and what those are read for that it holds. */
export async function readBrakesPage(reading: Reading): Promise<BrakesModel> {
  const { plane, now, board, held } = reading;
  const [look, verdicts, storms] = await Promise.all([
    board(),
    readQuarantine(plane.ledger),
    reading.storms(now),
  ]);
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
      offers: [offer("lift-quarantine", { item: imageId, fleet: reach })],
    })),
    storms: storms.filter(({ acknowledged }) => acknowledged === null).map(stormModel),
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
): BrakesModel["approvals"][number] => {
  const about = { fleet, item: askId({ key }) };
  return {
    id: `${fleet} ${key}`,
    fleet,
    what,
    until,
    onDeadline,
    offers: [offer("approve", about), offer("reject", about)],
  };
};

const stormModel = (storm: StormRow): BrakesModel["storms"][number] => ({
  id: storm.key,
  number: storm.number,
  words: stormWords(storm),
  fleets: storm.fleets,
  since: storm.since,
  offers: stormOffers(storm),
});

/** What is due and held, where nothing runs: a rollout that waits has its own page. */
const waitRow = ({ fleet, state, run, waitsFor, sentence, endsAt }: BoardRow): BrakesModel["waits"] =>
  state === "waits" && run === null
    ? [{ id: fleet, by: waitsFor ?? "waits", reason: sentence, until: endsAt }]
    : [];
