/** A small chart of one number by time, as lengths of our own SVG. */
export interface Chart {
  width: string;
  height: string;
  /** Text at the top line: what it stands for. */
  top: string;
  topY: string;
  middleY: string;
  baseY: string;
  areas: string[];
  lines: { path: string; kind: 'sure' | 'unsure' }[];
  /** A second, thin line, e.g. coverage. */
  beside: string[];
  dots: { x: string; y: string; kind: 'whole' | 'part' }[];
  /** Where runs stop being comparable. */
  breaks: { x: string; label: string }[];
}

/** One run on a chart. */
export interface Plot {
  /** Milliseconds. */
  time: number;
  /** Null: there is no number for this run. */
  value: number | null;
  /** On the scale of `value`. */
  beside?: number | null;
  complete: boolean;
  /** What changed since the run before, apart from the account. */
  broken: string;
}

const width = 170;
const left = 4;
const right = 166;
const top = 18;
const base = 72;
/** Beyond so many runs dots would hide the line. */
const mostDots = 40;

/** Draws runs, oldest first, on a scale from 0 to `most`. */
export function chartOf(plots: readonly Plot[], most: number, label: string): Chart {
  const times = plots.map(({ time }) => time);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const xOf = (time: number) => (last > first ? left + ((time - first) / (last - first)) * (right - left) : right);
  const yOf = (value: number) => base - (Math.min(value, most) / (most || 1)) * (base - top);
  const places = plots.map(({ beside, broken, complete, time, value }) => ({
    x: xOf(time),
    y: value === null ? null : yOf(value),
    besideY: beside === undefined || beside === null ? null : yOf(beside),
    complete,
    broken,
  }));
  return {
    width: String(width),
    height: String(base + 5),
    top: label,
    topY: String(top),
    middleY: String((top + base) / 2),
    baseY: String(base),
    areas: runsOf(places.map(({ x, y }) => ({ x, y }))).map(areaUnder),
    lines: linesOf(places),
    beside: runsOf(places.map(({ besideY, x }) => ({ x, y: besideY }))).map(pathOf),
    dots: dotsOf(places),
    breaks: places.flatMap(({ broken, x }) => (broken ? [{ x: shown(x), label: broken }] : [])),
  };
}

interface Spot {
  x: number;
  y: number;
}

/** The unbroken parts: a run without a number ends one. */
function runsOf(places: readonly { x: number; y: number | null }[]): Spot[][] {
  const runs: Spot[][] = [[]];
  for (const { x, y } of places) {
    if (y === null) runs.push([]);
    else runs.at(-1)?.push({ x, y });
  }
  return runs.filter(run => run.length > 1);
}

const shown = (length: number): string => String(Math.round(length * 10) / 10);
const spot = ({ x, y }: Spot): string => `${shown(x)} ${shown(y)}`;
const pathOf = (spots: readonly Spot[]): string => `M${spots.map(spot).join('L')}`;
const areaUnder = (spots: readonly Spot[]): string =>
  `${pathOf(spots)}L${shown(spots.at(-1)?.x ?? 0)} ${base}L${shown(spots[0]?.x ?? 0)} ${base}Z`;

type Place = { x: number; y: number | null; complete: boolean };

/** Neighbours of the same sureness share a path; what begins or ends at an incomplete run is unsure. */
function linesOf(places: readonly Place[]): Chart['lines'] {
  const lines: { spots: Spot[]; kind: 'sure' | 'unsure' }[] = [];
  for (const [at, one] of places.entries()) {
    const before = places[at - 1];
    if (!before || before.y === null || one.y === null) continue;
    const kind = before.complete && one.complete ? 'sure' : 'unsure';
    const line = lines.at(-1);
    const end = line?.spots.at(-1);
    if (line?.kind === kind && end?.x === before.x) line.spots.push({ x: one.x, y: one.y });
    else
      lines.push({
        kind,
        spots: [
          { x: before.x, y: before.y },
          { x: one.x, y: one.y },
        ],
      });
  }
  return lines.map(({ kind, spots }) => ({ kind, path: pathOf(spots) }));
}

function dotsOf(places: readonly Place[]): Chart['dots'] {
  return places.flatMap(({ complete, x, y }, at) => {
    if (y === null || (places.length > mostDots && at < places.length - 1)) return [];
    return [{ x: shown(x), y: shown(y), kind: complete ? ('whole' as const) : ('part' as const) }];
  });
}
