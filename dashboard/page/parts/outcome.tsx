import { Glyph } from "./glyph.tsx";

const LOOKS: Readonly<Record<string, readonly [string, string]>> = {
  succeeded: ["done", "ok plain"],
  "nothing-to-do": ["done", "ok plain"],
  superseded: ["due", "ok muted"],
  "rolled-back": ["rolling-back", "bad outlined"],
  rejected: ["rolling-back", "attention outlined"],
  retained: ["attention", "attention outlined"],
  "needs-person": ["needs-person", "bad filled"],
};

/** How a run ended; null: it has not. */
export function Outcome({ outcome }: { readonly outcome: string | null }) {
  const [glyph, look] = (outcome === null ? undefined : LOOKS[outcome]) ?? ["moving", "moving outlined"];
  return (
    <span class={`mark ${look}`}>
      <Glyph name={glyph} /> <span>{outcome === null ? "runs" : outcome.replaceAll("-", " ")}</span>
    </span>
  );
}
