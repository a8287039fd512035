import type { Microservice } from '../core/overview.js';
import { isOwnLog, namePlace, nameTrigger, nameTriggers } from './microservice-view.js';
import { compareText } from './model.js';
import { revealLine } from './reveal.js';
import { nameService } from './service-names.js';
import { formatNumber } from './wording.js';

/** How functions hang together: what starts them, they, and what they work on, in three layers. */
export interface Graph {
  nodes: GraphNode[];
  edges: { from: number; to: number; label: string; faint: boolean }[];
  /** Whether single things are put together by their kind, since they would be too many. */
  coarse: boolean;
}

interface GraphNode {
  layer: 0 | 1 | 2;
  label: string;
}

/** Beyond so many a drawing helps nobody. */
const mostNodes = 40;
const mostRoutes = 2;

/** Draws these microservices in full, or by kinds of things, or not at all where they are too many. */
export function graphOf(microservices: readonly Microservice[]): Graph | null {
  if (microservices.length === 0 || microservices.length > mostNodes) return null;
  for (const coarse of [false, true]) {
    const graph = build(microservices, coarse);
    if (graph.nodes.length <= mostNodes) return graph.edges.length > 0 ? graph : null;
  }
  return null;
}

function build(microservices: readonly Microservice[], coarse: boolean): Graph {
  const ids = new Map<string, number>();
  const nodes: GraphNode[] = [];
  const node = (layer: GraphNode['layer'], label: string): number => {
    const key = `${layer} ${label}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, nodes.length);
    return nodes.push({ layer, label }) - 1;
  };
  const edges = new Map<string, { from: number; to: number; labels: Set<string>; faint: boolean }>();
  const edge = (from: number, to: number, label: string, faint: boolean): void => {
    const key = `${from} ${to}`;
    const known = edges.get(key) ?? { from, to, labels: new Set<string>(), faint: true };
    edges.set(key, known);
    if (label !== '') known.labels.add(label);
    known.faint &&= faint;
  };
  const names = microservices.map(({ name }) => name);
  const twice = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  const middle = microservices.map(({ name, region }) => node(1, twice.has(name) ? `${name} (${region})` : name));
  for (const [at, one] of microservices.entries()) {
    const self = middle[at] ?? 0;
    for (const trigger of one.triggers) {
      if (trigger.state === 'stale') continue;
      const from = node(0, coarse ? nameTriggers(trigger.kind) : nameTrigger(trigger));
      edge(from, self, coarse ? '' : trigger.what, trigger.state === 'off');
    }
    for (const label of storesOf(one, coarse)) edge(self, node(2, label), '', false);
  }
  return {
    nodes,
    edges: [...edges.values()].map(({ labels, ...one }) => ({ ...one, label: labelOf([...labels]) })),
    coarse,
  };
}

function labelOf(labels: readonly string[]): string {
  const left = labels.length - mostRoutes;
  return left > 0 ? `${labels.slice(0, mostRoutes).join(', ')} and ${formatNumber(left)} more` : labels.join(', ');
}

function storesOf({ access }: Microservice, coarse: boolean): string[] {
  if (!access) return [];
  if (access.everything) return ['everything'];
  const places = access.places.filter(one => !isOwnLog(one) && !background.has(one.service));
  const labels = places.map(one =>
    coarse && one.service !== '*' ? nameService(one.service) : namePlace({ ...one, conditional: false }),
  );
  return [...new Set(labels)].sort(compareText);
}

/** What functions touch to run at all. */
const background = new Set(['ec2', 'cloudwatch', 'xray', 'logs', 'kms', 'sts', 'iam']);

const shapes = [
  ['([', '])'],
  ['[', ']'],
  ['[(', ')]'],
] as const;
const longestLabel = 60;

/** The graph as Mermaid: ids of our own, every character in labels that could mean something written by its number. */
export function mermaidOf({ edges, nodes }: Graph): string {
  const lines = nodes.map(({ label, layer }, at) => {
    const [open, close] = shapes[layer];
    return `  n${at}${open}"${escapeLabel(label)}"${close}`;
  });
  const arrows = edges.map(({ faint, from, label, to }) => {
    const arrow = faint ? '-.->' : '-->';
    return `  n${from} ${arrow}${label === '' ? '' : `|"${escapeLabel(label)}"|`} n${to}`;
  });
  return ['flowchart LR', ...lines, ...arrows].join('\n');
}

const escapeLabel = (text: string): string =>
  Array.from(cut(text, longestLabel), one => (/[\p{L}\p{N} _.,:/-]/u.test(one) ? one : `#${one.codePointAt(0)};`)).join(
    '',
  );

/** Graphemes are not split in code points that stand alone. */
function cut(text: string, most: number): string {
  const characters = Array.from(revealLine(text));
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : characters.join('');
}

/** The graph laid out, for a page to print: numbers are of the drawing's own units. */
export interface Drawing {
  width: string;
  height: string;
  title: string;
  text: string;
  boxes: {
    x: string;
    y: string;
    width: string;
    height: string;
    textX: string;
    textY: string;
    label: string;
    full: string;
    kind: string;
  }[];
  lines: { path: string; kind: string; full: string }[];
  heads: { x: string; label: string }[];
}

const boxWidth = 230;
const boxHeight = 30;
const rowHeight = 40;
const columnWidth = 320;
const top = 34;
const longestText = 32;
const heads = ['started by', 'function', 'works on'];
const kinds = ['trigger', 'function', 'store'];

/** Lays the graph out in three columns; each side is ordered by where its functions stand, so that few lines cross. */
export function drawingOf(graph: Graph, title: string): Drawing {
  const rows = rowsOf(graph);
  const most = Math.max(...[0, 1, 2].map(layer => graph.nodes.filter(node => node.layer === layer).length));
  const height = top + most * rowHeight;
  const offset = (layer: number): number =>
    ((most - graph.nodes.filter(node => node.layer === layer).length) * rowHeight) / 2;
  const at = (index: number) => {
    const layer = graph.nodes[index]?.layer ?? 1;
    return { x: layer * columnWidth, y: top + offset(layer) + (rows[index] ?? 0) * rowHeight };
  };
  return {
    width: String(2 * columnWidth + boxWidth),
    height: String(height),
    title,
    text: describe(graph),
    boxes: graph.nodes.map(({ label, layer }, index) => {
      const { x, y } = at(index);
      const box = { x: String(x), y: String(y), width: String(boxWidth), height: String(boxHeight) };
      const place = { textX: String(x + 10), textY: String(y + 20) };
      return { ...box, ...place, label: cut(label, longestText), full: label, kind: kinds[layer] ?? '' };
    }),
    lines: graph.edges.map(({ faint, from, label, to }) => {
      const [start, end] = [at(from), at(to)];
      const [x1, y1, x2, y2] = [start.x + boxWidth, start.y + boxHeight / 2, end.x, end.y + boxHeight / 2];
      const bend = (x1 + x2) / 2;
      return { path: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`, kind: faint ? 'faint' : '', full: label };
    }),
    heads: heads.map((label, layer) => ({ x: String(layer * columnWidth), label })),
  };
}

/** Row of each node in its layer. */
function rowsOf({ edges, nodes }: Graph): number[] {
  const rows = nodes.map(() => 0);
  const middle = nodes.flatMap((node, at) => (node.layer === 1 ? [at] : []));
  for (const [row, at] of middle.entries()) rows[at] = row;
  for (const layer of [0, 2] as const) {
    const placed = nodes.flatMap((node, at) => {
      if (node.layer !== layer) return [];
      const ends = edges.flatMap(({ from, to }) => (from === at ? [to] : to === at ? [from] : []));
      const mean = ends.reduce((sum, end) => sum + (rows[end] ?? 0), 0) / Math.max(1, ends.length);
      return [{ at, mean, label: node.label }];
    });
    placed.sort((a, b) => a.mean - b.mean || compareText(a.label, b.label));
    for (const [row, { at }] of placed.entries()) rows[at] = row;
  }
  return rows;
}

/** The drawing in one sentence, for those who do not see it; everything in it is told again in text. */
function describe({ edges, nodes }: Graph): string {
  const count = (layer: number): string => formatNumber(nodes.filter(node => node.layer === layer).length);
  return `${count(0)} things that start, ${count(1)} functions and ${count(2)} things that they work on, with ${formatNumber(edges.length)} connections. The same is told in words for each microservice.`;
}
