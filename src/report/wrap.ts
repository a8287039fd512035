import { cellsOf, fit } from './cells.js';

/** Text on lines of at most so many cells, cut after `most` lines. */
export function wrap(text: string, cells: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && cellsOf(line) + 1 + cellsOf(word) > cells) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  const all = [...lines, line];
  const kept = all.slice(0, most).map(one => fit(one, cells));
  return all.length > most ? [...kept.slice(0, -1), fit(`${all.slice(most - 1).join(' ')}`, cells)] : kept;
}
