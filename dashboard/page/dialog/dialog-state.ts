import { useEffect, useState } from "preact/hooks";
import type { Offer, Outcome } from "../../wire/acts.ts";

/** What the dialog is about, and the button that opened it. */
export interface Dialog {
  readonly offer: Offer;
  readonly opener: HTMLElement;
}

interface Shown {
  readonly dialog: Dialog | null;
  /** What came of the last act. */
  readonly done: Extract<Outcome, { readonly done: true }> | null;
}

let shown: Shown = { dialog: null, done: null };
const listeners = new Set<(shown: Shown) => void>();

function see(next: Shown): void {
  shown = next;
  for (const listener of listeners) listener(next);
}

export const openDialog = (offer: Offer, opener: HTMLElement): void =>
  see({ dialog: { offer, opener }, done: null });

/** Closes it; the focus goes back to the button. */
export function closeDialog(done: Shown["done"] = null): void {
  const opener = shown.dialog?.opener;
  // While it stands there, nothing behind it can be focused.
  document.querySelector<HTMLDialogElement>("dialog[open]")?.close();
  see({ dialog: null, done });
  opener?.focus();
}

export const forgetDone = (): void => see({ ...shown, done: null });

export function useDialog(): Shown {
  const [seen, setSeen] = useState(shown);
  useEffect(() => {
    listeners.add(setSeen);
    return () => void listeners.delete(setSeen);
  }, []);
  return seen;
}
