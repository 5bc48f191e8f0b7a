import { useEffect, useRef, useState } from "preact/hooks";
import { isOdd, lookMarks } from "../../wire/marks.ts";
import type { GenerationModel, ServerModel, ServersModel } from "../../wire/servers-model.ts";
import type { Offer } from "../../wire/acts.ts";
import { Offers } from "../parts/offers.tsx";
import { patchCells } from "./cells.ts";
import { LookMark } from "../parts/glyph.tsx";
import { lengthWords, Ticking } from "../parts/time.tsx";
import { stepIn } from "./grid-keys.ts";

interface Asked {
  readonly servers: ServersModel;
  readonly generations: readonly GenerationModel[];
  /** What can be done to the one that is chosen; left out: nothing. */
  readonly offersOf?: (server: string) => readonly Offer[];
}

interface Line {
  readonly key: string;
  readonly generation: number;
  readonly role: string;
  readonly zone: string;
  readonly servers: readonly ServerModel[];
}

function linesOf({ servers, generations }: Asked): readonly Line[] {
  const lines = new Map<string, ServerModel[]>();
  for (const server of servers.list) {
    const key = `${server.generation} ${server.zone}`;
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [server]);
    else line.push(server);
  }
  return [...lines].map(([key, list]) => {
    const generation = list[0]?.generation ?? 0;
    const role = generations.find(({ number }) => number === generation)?.role ?? "going";
    return { key, generation, role, zone: list[0]?.zone ?? "", servers: list };
  });
}

const serving = (servers: readonly ServerModel[]): number =>
  servers.filter(({ look }) => look === "healthy" || look === "idle").length;

/** The servers by generation and zone, as a grid with one tab stop or as a list with the same facts. */
export function Servers(asked: Asked) {
  const [isList, showList] = useState(false);
  const { servers, generations } = asked;
  const odd = servers.list.filter(({ look, finding }) => isOdd(look, finding));
  return (
    <section aria-labelledby="servers">
      <div class="head">
        <h2 id="servers">Servers</h2>
        <span class="muted">
          {servers.readAt !== null && (
            <>
              read <Ticking at={servers.readAt} />
            </>
          )}
          {servers.list.length > 0 &&
            ` · ${serving(servers.list)} of ${servers.list.length} healthy · ${odd.length} odd`}
        </span>
        <button type="button" class="quiet" aria-pressed={isList} onClick={() => showList(!isList)}>
          List
        </button>
      </div>
      {servers.fault !== null && (
        <p class="notice attention">
          The servers cannot be read: {servers.fault}. The rest of the page is of the ledger.
        </p>
      )}
      {isList ? <ServerList list={servers.list} generations={generations} /> : <ServerGrid {...asked} />}
      {servers.list.length > 0 && <Legend list={servers.list} />}
    </section>
  );
}

function ServerGrid(asked: Asked) {
  const lines = linesOf(asked);
  const grid = useRef<HTMLDivElement>(null);
  const [chosen, choose] = useState<string | null>(null);
  const server = asked.servers.list.find(({ id }) => id === chosen);
  if (lines.length === 0)
    return (
      <p class="muted">{asked.servers.readAt === null ? "They are being read." : "No servers are known."}</p>
    );
  return (
    <>
      <div
        ref={grid}
        role="grid"
        aria-label="Servers by generation and zone"
        class="grid"
        onKeyDown={(event) => stepIn(grid.current, event)}
        onFocusIn={(event) => choose((event.target as HTMLElement).dataset["id"] ?? null)}
        onClick={(event) => (event.target as HTMLElement).closest<HTMLElement>(".cell")?.focus()}
      >
        {lines.map((line, index) => (
          <GridLine key={line.key} line={line} isFirst={index === 0} />
        ))}
      </div>
      <div class="chosen">
        {server === undefined ? (
          "Choose a server with the arrow keys; n goes to the next odd one."
        ) : (
          <>
            <p>
              <Chosen server={server} />
            </p>
            <Offers offers={asked.offersOf?.(server.id) ?? []} />
          </>
        )}
      </div>
    </>
  );
}

const Chosen = ({
  server: { id, zone, generation, look, finding, ageSeconds },
}: {
  readonly server: ServerModel;
}) => (
  <>
    <code>{id}</code> g{generation} {zone} <LookMark look={look} />
    {ageSeconds !== null && ` · ${lengthWords(ageSeconds * 1000)} old`}
    {finding !== null && ` · ${finding}`}
  </>
);

/** Its cells are the patcher's; the page's tree has the row and its name. */
function GridLine({ line, isFirst }: { readonly line: Line; readonly isFirst: boolean }) {
  const cells = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = cells.current;
    if (row === null) return;
    patchCells(row, line.servers);
    if (isFirst && row.closest(".grid")?.querySelector('[tabindex="0"]') === null)
      (row.firstElementChild as HTMLElement | null)?.setAttribute("tabindex", "0");
  });
  return (
    <div role="row" class="line">
      <span role="rowheader" class="line-name">
        <strong>g{line.generation}</strong> {line.role} <span class="muted">{line.zone}</span>{" "}
        <span class="count">
          {serving(line.servers)}/{line.servers.length}
        </span>
      </span>
      <div ref={cells} class="cells" role="presentation" />
    </div>
  );
}

const ServerList = ({
  list,
  generations,
}: {
  readonly list: readonly ServerModel[];
  readonly generations: readonly GenerationModel[];
}) => (
  <table class="data">
    <thead>
      <tr>
        <th scope="col">Server</th>
        <th scope="col">State</th>
        <th scope="col">Generation</th>
        <th scope="col">Zone</th>
        <th scope="col">Found</th>
      </tr>
    </thead>
    <tbody>
      {list.map(({ id, look, generation, zone, finding }) => (
        <tr key={id}>
          <td>
            <code>{id}</code>
          </td>
          <td>
            <LookMark look={look} />
          </td>
          <td>
            g{generation} {generations.find(({ number }) => number === generation)?.role}
          </td>
          <td>{zone}</td>
          <td>{finding ?? "–"}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Legend = ({ list }: { readonly list: readonly ServerModel[] }) => (
  <ul class="legend" aria-label="What the shapes mean">
    {Object.keys(lookMarks)
      .filter((look) => list.some((each) => each.look === look))
      .map((look) => (
        <li key={look}>
          <LookMark look={look as ServerModel["look"]} />
        </li>
      ))}
  </ul>
);
