import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderPullRequest } from '../../src/report/index.js';
import { gatedSample } from '../report/pipeline-sample.js';
import { Runner, stepNamed } from './action.js';

const body = renderPullRequest(gatedSample);
const [marker = ''] = body.split('\n');

interface Comment {
  id: number;
  body: string | null;
  locked?: boolean;
}

/** Pull request 7 of lodge/shop, as GitHub's API shows it. */
class PullRequest {
  readonly comments: Comment[] = [];
  readonly calls: string[] = [];
  refusal: number | undefined;
  readonly server: Server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://localhost');
      this.calls.push(`${request.method} ${url.pathname}`);
      const said = request.headers.authorization === 'Bearer a token' ? this.answer(request.method, url, text) : 401;
      if (typeof said === 'number') response.writeHead(said).end('{}');
      else response.end(JSON.stringify(said));
    });
  });

  answer(method: string | undefined, { pathname, searchParams }: URL, text: string): object | number {
    if (this.refusal) return this.refusal;
    const said = () => (JSON.parse(text) as { body: string }).body;
    if (pathname === '/repos/lodge/shop/issues/7/comments') {
      if (method === 'POST')
        return this.comments[this.comments.push({ id: this.comments.length + 1, body: said() }) - 1]!;
      const [page, size] = ['page', 'per_page'].map(name => Number(searchParams.get(name))) as [number, number];
      return this.comments.slice((page - 1) * size, page * size);
    }
    const id = /^\/repos\/lodge\/shop\/issues\/comments\/(\d+)$/.exec(pathname)?.[1];
    const found = this.comments.find(one => String(one.id) === id);
    if (!found || method !== 'PATCH') return 404;
    if (found.locked) return 403;
    found.body = said();
    return found;
  }
}

describe('the comment on a pull request', () => {
  let runner: Runner;
  let pull: PullRequest;
  beforeEach(async () => {
    runner = new Runner();
    pull = new PullRequest();
    await new Promise<void>(resolve => pull.server.listen(0, '127.0.0.1', resolve));
    mkdirSync(runner.at('report'));
    writeFileSync(runner.at('report/report.pr.md'), body);
    writeFileSync(runner.at('event.json'), JSON.stringify({ pull_request: { number: 7 } }));
  });
  afterEach(async () => {
    runner.remove();
    pull.server.closeAllConnections();
    await new Promise(resolve => pull.server.close(resolve));
  });

  const comment = (more: Record<string, string> = {}) =>
    runner.run(stepNamed('Comment on the pull request'), {
      GITHUB_TOKEN: 'a token',
      REPORT: runner.at('report'),
      GITHUB_API_URL: `http://127.0.0.1:${(pull.server.address() as AddressInfo).port}`,
      GITHUB_REPOSITORY: 'lodge/shop',
      GITHUB_EVENT_PATH: runner.at('event.json'),
      ...more,
    });

  it('is written once and then kept up to date', async () => {
    pull.comments.push({ id: 1, body: 'Looks good.' }, { id: 2, body: null });
    expect(await comment()).toMatchObject({ code: 0, stdout: 'The comment was written.\n', stderr: '' });
    expect(pull.comments[2]?.body).toBe(body);
    writeFileSync(runner.at('report/report.pr.md'), `${marker}\n\nnow all is well\n`);
    expect(await comment()).toMatchObject({ code: 0, stdout: 'The comment was updated.\n' });
    expect(pull.comments.map(one => one.body)).toEqual(['Looks good.', null, `${marker}\n\nnow all is well\n`]);
  });

  it('is found behind a hundred others', async () => {
    for (let id = 1; id <= 250; id += 1)
      pull.comments.push({ id, body: id === 240 ? `${marker}\nold` : `comment ${id}` });
    expect((await comment()).stdout).toBe('The comment was updated.\n');
    expect(pull.comments[239]?.body).toBe(body);
    expect(pull.comments).toHaveLength(250);
  });

  it('leaves a comment alone that somebody else began in the same way', async () => {
    pull.comments.push({ id: 1, body: `${marker}\nmine`, locked: true });
    expect((await comment()).stdout).toBe('The comment was written.\n');
    expect(pull.comments.map(one => one.body)).toEqual([`${marker}\nmine`, body]);
  });

  it('of another account is another comment', async () => {
    pull.comments.push({ id: 1, body: '<!-- stocktake:999999999999 -->\nother account' });
    await comment();
    expect(pull.comments).toHaveLength(2);
  });

  it.each([403, 404, 500])('that GitHub refuses with %i is a warning, not a stop', async status => {
    pull.refusal = status;
    const ran = await comment();
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(new RegExp(`^::warning title=stocktake::.* gave ${status}`));
    expect(ran.stdout.includes('pull-requests: write')).toBe(status !== 500);
  });

  it('that reaches nobody is a warning, and the token is in no word of it', async () => {
    const ran = await comment({ GITHUB_API_URL: 'http://127.0.0.1:1' });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^::warning title=stocktake::The comment could not be written/);
    expect(ran.stdout + ran.stderr).not.toContain('a token');
  });

  it('is not written where there is no pull request or no report', async () => {
    writeFileSync(runner.at('event.json'), '{}');
    expect((await comment()).stdout).toMatch(/^No comment: this run belongs to no pull request/);
    writeFileSync(runner.at('event.json'), JSON.stringify({ pull_request: { number: 7 } }));
    expect((await comment({ REPORT: runner.at('nowhere') })).stdout).toMatch(/^No comment: there is no report\.pr\.md/);
    expect(pull.calls).toEqual([]);
  });
});
