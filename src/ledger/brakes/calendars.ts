import { type CalendarReading, calendarReading } from "../../domain/brakes/calendar.ts";
import { ACCOUNT_PARTITION } from "../keys.ts";
import type { Ledger, LedgerKey } from "../ledger.ts";
import { heardUntil } from "../stores/retention.ts";
import { defineRecord } from "../stored.ts";

const record = defineRecord<CalendarReading>({
  kind: "calendar reading",
  schema: 1,
  shape: calendarReading,
});

const keyOf = (name: string): LedgerKey => ({ partition: ACCOUNT_PARTITION, sort: `calendar#${name}` });

/** What was read last of a Change Calendar; null: nobody has read it. */
export async function readCalendar(ledger: Ledger, name: string): Promise<CalendarReading | null> {
  const item = await ledger.get(keyOf(name));
  return item === undefined ? null : record.parse(item);
}

/** Keeps what was read. Of two who read at once the later one's stays: both have read a moment ago. */
export async function keepCalendar(ledger: Ledger, name: string, reading: CalendarReading): Promise<void> {
  await ledger.put(record.write(keyOf(name), reading, heardUntil(reading.readAt)), "any");
}
