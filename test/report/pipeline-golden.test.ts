import { describe, expect, it } from 'vitest';
import { renderCsv, renderGithub, renderJunit, renderPullRequest, renderSarif } from '../../src/report/index.js';
import { expectGolden } from '../golden.js';
import { gatedSample } from './pipeline-sample.js';
import { sample } from './sample.js';

const join = (chunks: Iterable<string>) => [...chunks].join('');

describe.each(Object.entries({ sample, gated: gatedSample }))('the %s report in pipelines', (name, report) => {
  it('gives the golden SARIF', () => expectGolden(`report/${name}.sarif`, join(renderSarif(report))));
  it('gives the golden JUnit', () => expectGolden(`report/${name}.junit.xml`, join(renderJunit(report))));
  it('gives the golden CSV', () => expectGolden(`report/${name}.csv`, join(renderCsv(report))));
  it('gives the golden annotations', () => expectGolden(`report/${name}.github.txt`, renderGithub(report)));
  it('gives the golden comment', () => expectGolden(`report/${name}.pr.md`, renderPullRequest(report)));

  it('gives the same bytes twice', () => {
    for (const render of [renderSarif, renderJunit, renderCsv, renderGithub, renderPullRequest])
      expect(join(render(structuredClone(report)))).toBe(join(render(report)));
  });
});
