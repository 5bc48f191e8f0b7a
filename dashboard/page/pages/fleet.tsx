import type { FleetModel, RunRowModel } from "../../wire/models.ts";
import { Offers } from "../parts/offers.tsx";
import { Outcome } from "../parts/outcome.tsx";
import { Sentence } from "../parts/sentence.tsx";
import { Servers } from "../grid/server-grid.tsx";
import { ShortId } from "../parts/short-id.tsx";
import { lengthWords, Time } from "../parts/time.tsx";

/** One fleet: whether it is what it should be, which server is odd, and what comes next. */
export const FleetPage = ({ model }: { readonly model: FleetModel }) => (
  <>
    <div class="head">
      <h1 tabIndex={-1}>{model.id}</h1>
      <nav aria-label={`Of ${model.id}`} class="local">
        {model.run !== null && <a href={`/fleets/${model.id}/runs/${model.run}`}>Its run</a>}
        <a href={`/history?fleet=${model.id}`}>History</a>
      </nav>
    </div>
    <Sentence said={model.said} />
    <Facts model={model} />
    <Offers offers={model.offers} />
    {model.attention.length > 0 && <Attention model={model} />}
    <div class="columns">
      <Servers
        servers={model.servers}
        generations={model.generations}
        offersOf={(server) => ofServer(server, model)}
      />
      <div class="aside">
        <Next model={model} />
        <Runs fleet={model.id} runs={model.runs} />
      </div>
    </div>
    {model.findings.length > 0 && <Findings model={model} />}
  </>
);

/** What can be done to a fleet's servers, to one of them. */
const ofServer = (server: string, { id, offers }: FleetModel) =>
  offers
    .filter(({ act }) => act === "allow-access")
    .map((offer) => ({ ...offer, item: server, title: `Allow access to ${server} of ${id}` }));

const Facts = ({ model: { generations, declared } }: { readonly model: FleetModel }) => (
  <p class="facts muted">
    {generations.map(({ id, number, role, image }) => (
      <span key={id}>
        g{number} {role} <ShortId id={image} /> ·{" "}
      </span>
    ))}
    {declared !== null && (
      <>
        declared <Time at={declared.at} /> by {declared.by}
      </>
    )}
  </p>
);

const Attention = ({ model }: { readonly model: FleetModel }) => (
  <section aria-labelledby="attention">
    <h2 id="attention">A person has to look at this</h2>
    {model.attention.map(({ id, reason, commands }) => (
      <div key={id} class="notice attention">
        <p>{reason}</p>
        {commands.length > 0 && (
          <ul>
            {commands.map((command) => (
              <li key={command}>
                <code>{command}</code>
              </li>
            ))}
          </ul>
        )}
      </div>
    ))}
  </section>
);

const Next = ({ model }: { readonly model: FleetModel }) => (
  <section aria-labelledby="next">
    <h2 id="next">Next, and what holds it</h2>
    {model.next.length === 0 && <p class="muted">Nothing is expected in the next 30 days.</p>}
    <ul class="cards">
      {model.next.map(({ id, what, at, held }) => (
        <li key={id}>
          <strong>{at === null ? "now" : <Time at={at} />}</strong> {what}
          {held !== "" && <p class="muted">{held}</p>}
        </li>
      ))}
    </ul>
  </section>
);

const Runs = ({ fleet, runs }: { readonly fleet: string; readonly runs: readonly RunRowModel[] }) => (
  <section aria-labelledby="runs">
    <h2 id="runs">Last runs</h2>
    {runs.length === 0 && <p class="muted">The fleet was never replaced.</p>}
    <ul class="cards">
      {runs.map(({ id, image, inPlace, outcome, reason, startedAt, endedAt }) => (
        <li key={id}>
          <a href={`/fleets/${fleet}/runs/${id}`} data-row>
            <Outcome outcome={outcome} />
            <span class="to">
              {inPlace === null ? "to" : `${inPlace} in place, by`} {image.slice(0, 4)}…{image.slice(-5)}
            </span>
          </a>
          <p class="muted">
            <Time at={startedAt} />
            {endedAt !== null && `, took ${lengthWords(endedAt - startedAt)}`}
            {outcome !== "succeeded" && reason !== "" && `: ${reason}`}
          </p>
        </li>
      ))}
    </ul>
  </section>
);

const Findings = ({ model: { findings } }: { readonly model: FleetModel }) => (
  <section aria-labelledby="findings">
    <h2 id="findings">What was found</h2>
    <table class="data" role="table">
      <thead>
        <tr>
          <th scope="col">Server</th>
          <th scope="col">Found</th>
          <th scope="col">What comes of it</th>
          <th scope="col">Since</th>
        </tr>
      </thead>
      <tbody>
        {findings.map(({ id, server, words, consequence, since }) => (
          <tr key={id}>
            <td>
              <code>{server}</code>
            </td>
            <td>{words}</td>
            <td>{consequence === "held" ? <a href="/brakes">held by a storm</a> : consequence}</td>
            <td>
              <Time at={since} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
