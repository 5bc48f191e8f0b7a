import type { GateModel, PhaseModel, RunModel } from "../../wire/run-model.ts";
import { Batch } from "../parts/batch.tsx";
import { Entries } from "../parts/entries.tsx";
import { Glyph } from "../parts/glyph.tsx";
import { Offers } from "../parts/offers.tsx";
import { Outcome } from "../parts/outcome.tsx";
import { Sentence } from "../parts/sentence.tsx";
import { Servers } from "../grid/server-grid.tsx";
import { ShortId } from "../parts/short-id.tsx";
import { lengthWords, Ticking, Time, useTick } from "../parts/time.tsx";
import { Traffic } from "../parts/traffic.tsx";

/** One run, live or as it ended: where it stands, what it waits for, and what a failure would do. */
export const RunPage = ({ model }: { readonly model: RunModel }) => (
  <>
    <div class="head">
      <h1 tabIndex={-1}>
        <a href={`/fleets/${model.fleet}`}>{model.fleet}</a>{" "}
        <span class="sub">
          {model.image.from !== null && (
            <>
              <ShortId id={model.image.from} /> to{" "}
            </>
          )}
          {model.recycle !== null && "in place, by "}
          <ShortId id={model.image.to} />
        </span>
      </h1>
      <Outcome outcome={model.outcome} />
    </div>
    <Sentence said={model.said} />
    <RunFacts model={model} />
    <Offers offers={model.offers} />
    <Phases model={model} />
    {model.recycle !== null && <Batch recycle={model.recycle} />}
    {model.traffic.moves && <Traffic traffic={model.traffic} startedAt={model.startedAt} />}
    <div class="columns">
      <Servers servers={model.servers} generations={model.generations} />
      <Gates gates={model.gates} />
    </div>
    <section aria-labelledby="ledger">
      <div class="head">
        <h2 id="ledger">What was decided and done</h2>
        <a href={`/history?fleet=${model.fleet}&run=${model.run}`}>all of it in the history</a>
      </div>
      <Entries entries={model.entries.slice(0, 12)} showFleet={false} />
    </section>
  </>
);

const RunFacts = ({ model: { startedAt, endedAt, deadlineAt, usualMs } }: { readonly model: RunModel }) => (
  <p class="facts muted">
    began <Time at={startedAt} />
    {endedAt === null ? (
      <>
        {usualMs !== null && (
          <>
            {" "}
            · expected to end <Ticking at={startedAt + usualMs} />, as the last ones took{" "}
            {lengthWords(usualMs)}
          </>
        )}{" "}
        · deadline <Time at={deadlineAt} />
      </>
    ) : (
      <>
        {" "}
        · took {lengthWords(endedAt - startedAt)}, ended <Time at={endedAt} />
      </>
    )}
  </p>
);

const NAMES: Readonly<Record<string, string>> = {
  AdmitRecycle: "Admit",
  LaunchSubstitutes: "Launch",
  ValidateSubstitutes: "Validate",
  HandOff: "Hand off",
  EndServers: "End",
  RestoreServers: "Put back",
  CloseRecycle: "Close",
  LaunchGreen: "Launch",
  ObserveGreen: "Observe",
  ValidateGreen: "Validate",
  AwaitApproval: "Approval",
  ShiftTraffic: "Shift",
  RetireBlue: "Retire",
  RollBack: "Roll back",
  CloseRollout: "Close",
};
const PHASE_GLYPHS = { done: "done", now: "moving", failed: "failed", ahead: "pending" } as const;
const PHASE_LOOKS = { done: "ok", now: "moving", failed: "bad", ahead: "ahead" } as const;

function Phases({ model: { phases } }: { readonly model: RunModel }) {
  return (
    <section aria-labelledby="phases">
      <h2 id="phases">Phases</h2>
      <ol class="phases">
        {phases.map((phase) => (
          <Phase key={phase.id} phase={phase} />
        ))}
      </ol>
    </section>
  );
}

function Phase({ phase: { id, state, seconds, startedAt } }: { readonly phase: PhaseModel }) {
  const now = useTick();
  const length =
    state === "now" && startedAt !== null ? now - startedAt : seconds === null ? null : seconds * 1000;
  return (
    <li class={`phase ${PHASE_LOOKS[state]}`} aria-current={state === "now" ? "step" : undefined}>
      <Glyph name={PHASE_GLYPHS[state]} /> <span class="phase-name">{NAMES[id] ?? id}</span>
      <span class="sr">{state}</span>
      {length !== null && <span class="phase-length">{lengthWords(length)}</span>}
    </li>
  );
}

const GATE_LOOKS: Readonly<Record<string, string>> = {
  pass: "ok plain",
  fail: "bad filled",
  wait: "attention outlined",
  unknown: "attention muted",
  stand: "attention outlined",
};

const Gates = ({ gates }: { readonly gates: readonly GateModel[] }) => (
  <section aria-labelledby="gates" class="aside">
    <h2 id="gates">Gates</h2>
    {gates.length === 0 && <p class="muted">No gate has been asked yet.</p>}
    <ul class="cards">
      {gates.map(({ id, verdict, reason, value, threshold }) => (
        <li key={id}>
          <span class={`mark ${GATE_LOOKS[verdict] ?? "attention muted"}`}>
            <Glyph name={verdict === "unknown" ? "unread" : verdict} /> <span>{verdict}</span>
          </span>{" "}
          <strong>{id}</strong>
          <p>{reason}</p>
          <p class="muted">
            read {value}, asked for {threshold}
          </p>
        </li>
      ))}
    </ul>
  </section>
);
