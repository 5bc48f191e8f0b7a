import { useEffect, useRef, useState } from "preact/hooks";
import type { Preview } from "../../wire/acts.ts";
import { askAct } from "./ask-desk.ts";
import { ChoiceFields } from "./choice-fields.tsx";
import { closeDialog, type Dialog, useDialog } from "./dialog-state.ts";
import { usePreview } from "./use-preview.ts";

/** Shows what an act will do, and asks for a reason and, where it may harm, for a name. One at a time. */
export function ConsentDialog() {
  const { dialog } = useDialog();
  return dialog === null ? null : (
    <Opened key={`${dialog.offer.act} ${dialog.offer.fleet} ${dialog.offer.item}`} dialog={dialog} />
  );
}

function Opened({ dialog: { offer } }: { readonly dialog: Dialog }) {
  const own = useRef<HTMLDialogElement>(null);
  const { chosen, choose, preview, isCurrent, words, refuse } = usePreview(offer);
  useEffect(() => own.current?.showModal(), []);
  return (
    <dialog
      ref={own}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        closeDialog();
      }}
      onClick={(event) => event.target === own.current && closeDialog()}
    >
      <form class="consent" onSubmit={(event) => event.preventDefault()}>
        <h2 id="dialog-title">{preview?.title ?? offer.title}</h2>
        {preview === null && words === "" && <p class="muted">Reading what it will do …</p>}
        {preview?.choices && <ChoiceFields choices={preview.choices} chosen={chosen} onChoose={choose} />}
        {preview !== null && <Effects preview={preview} isCurrent={isCurrent} />}
        {words !== "" && (
          <p class="notice bad" role="alert">
            {words}
          </p>
        )}
        <Agreement preview={preview} isCurrent={isCurrent} onRefused={refuse} />
      </form>
    </dialog>
  );
}

const Effects = ({
  preview: { effects, not, irreversible, blocked, command },
  isCurrent,
}: {
  readonly preview: Preview;
  readonly isCurrent: boolean;
}) => (
  <div class="effects" aria-live="polite" aria-busy={!isCurrent}>
    {blocked !== null && <p class="notice attention">It can do nothing now: {blocked}</p>}
    <List title="What will happen" items={effects} ordered />
    <List title="What cannot be undone" items={irreversible} />
    <List title="What will not happen" items={not} />
    <p class="muted">
      The same from a terminal: <code>{command}</code>
    </p>
  </div>
);

const List = ({
  title,
  items,
  ordered = false,
}: {
  readonly title: string;
  readonly items: readonly string[];
  readonly ordered?: boolean;
}) => {
  if (items.length === 0) return null;
  const rows = items.map((each) => <li key={each}>{each}</li>);
  return (
    <>
      <h3>{title}</h3>
      {ordered ? <ol>{rows}</ol> : <ul>{rows}</ul>}
    </>
  );
};

interface Agreeing {
  readonly preview: Preview | null;
  /** It is of what is chosen. */
  readonly isCurrent: boolean;
  readonly onRefused: (preview: Preview | null, words: string) => void;
}

function Agreement({ preview, isCurrent, onRefused }: Agreeing) {
  const [given, give] = useState<Given>({ reason: "", typed: "", lasts: null });
  const [isAsking, ask] = useState(false);
  const missing = isCurrent ? missingOf(preview, given) : "What it does is being read …";
  const act = async (): Promise<void> => {
    if (preview === null || missing !== null || isAsking) return;
    ask(true);
    const { act: name, fleet, item, option, revision } = preview;
    const lasts = given.lasts ?? preview.lasts ?? "";
    const outcome = await askAct({ ...given, act: name, fleet, item, option, revision, lasts });
    ask(false);
    if ("done" in outcome && outcome.done) return closeDialog(outcome);
    onRefused("done" in outcome ? outcome.preview : null, outcome.words);
  };
  const canAct = preview?.blocked === null;
  return (
    <>
      {canAct && <Fields preview={preview} given={given} onGive={(more) => give({ ...given, ...more })} />}
      <Buttons preview={preview} missing={missing} isAsking={isAsking} onAct={() => void act()} />
      <p id="missing" class="muted">
        {canAct ? (missing ?? "It is carried out by this button alone; Enter does nothing.") : ""}
      </p>
    </>
  );
}

interface Pressing {
  readonly preview: Preview | null;
  readonly missing: string | null;
  readonly isAsking: boolean;
  readonly onAct: () => void;
}

/** The focus begins on the button that does nothing. */
function Buttons({ preview, missing, isAsking, onAct }: Pressing) {
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  return (
    <div class="buttons">
      <button type="button" ref={cancel} onClick={() => closeDialog()}>
        Cancel
      </button>
      {preview?.blocked === null && (
        <button
          type="button"
          class="act primary"
          aria-disabled={missing !== null}
          aria-describedby="missing"
          onClick={onAct}
        >
          {isAsking ? "Asking …" : preview.title}
        </button>
      )}
    </div>
  );
}

function missingOf(preview: Preview | null, { reason, typed }: Given): string | null {
  if (preview === null) return "it is being read";
  if (reason.trim() === "") return "Give a reason: it is kept in the history, with your name.";
  if (preview.typed !== null && typed.trim() !== preview.typed) return `Type ${preview.typed} to agree.`;
  return null;
}

interface Given {
  readonly reason: string;
  readonly typed: string;
  /** Null: as it was proposed. */
  readonly lasts: string | null;
}

interface Giving {
  readonly preview: Preview;
  readonly given: Given;
  readonly onGive: (more: Partial<Given>) => void;
}

const Fields = ({ preview, given: { reason, typed, lasts }, onGive }: Giving) => (
  <div class="fields">
    <label>
      Reason
      <input
        value={reason}
        maxLength={1024}
        autocomplete="off"
        onInput={(event) => onGive({ reason: event.currentTarget.value })}
      />
    </label>
    {preview.lasts !== null && (
      <label>
        For how long (such as 30m, 8h or 2d{preview.lasts === "" && "; empty: it has no end of its own"})
        <input
          value={lasts ?? preview.lasts}
          maxLength={16}
          autocomplete="off"
          onInput={(event) => onGive({ lasts: event.currentTarget.value })}
        />
      </label>
    )}
    {preview.typed !== null && (
      <label>
        <span>
          Type <code>{preview.typed}</code> to agree
        </span>
        <input
          value={typed}
          maxLength={128}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onGive({ typed: event.currentTarget.value })}
        />
      </label>
    )}
  </div>
);
