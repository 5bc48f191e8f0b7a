import type { Offer } from "../../wire/acts.ts";
import { openDialog } from "../dialog/dialog-state.ts";
import { useStore } from "../line/store.ts";

/** Why nothing can be done from this page now; null: it can. */
function useHeld(): string | null {
  const { line, place } = useStore();
  if (place?.readOnly === true) return "this desk was opened to look only";
  return line === "live" ? null : "what is shown is not of now: it can be done when the page is live again";
}

/** The buttons. One that can do nothing says why beside it, and does not go away; a desk that only looks has none. */
export function Offers({ offers }: { readonly offers: readonly Offer[] }) {
  const { place } = useStore();
  const held = useHeld();
  if (place?.readOnly === true || offers.length === 0) return null;
  const blocked = offers.filter((offer) => offer.blocked !== null);
  return (
    <div class="offers">
      <div class="buttons">
        {offers.map((offer) => (
          <Act key={`${offer.act} ${offer.fleet} ${offer.item}`} offer={offer} held={held} />
        ))}
      </div>
      {held !== null && <p class="muted">{held}</p>}
      {held === null && blocked.length > 0 && (
        <details class="why">
          <summary>
            Why {blocked.map(({ label }) => label.toLowerCase()).join(", ")} can do nothing now
          </summary>
          <ul>
            {blocked.map(({ label, blocked: why }) => (
              <li key={label}>
                <strong>{label}</strong>: {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

const HARMFUL: ReadonlySet<string> = new Set([
  "abort",
  "rollback",
  "freeze-all",
  "settle-blue",
  "settle-green",
]);

function Act({ offer, held }: { readonly offer: Offer; readonly held: string | null }) {
  const why = held ?? offer.blocked;
  return (
    <button
      type="button"
      class={HARMFUL.has(offer.act) ? "act harm" : "act"}
      aria-disabled={why !== null}
      title={why ?? undefined}
      aria-label={`${offer.title}…`}
      onClick={(event) => why === null && openDialog(offer, event.currentTarget)}
    >
      {offer.label}…
    </button>
  );
}
