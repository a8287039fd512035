// Keeps one comment on a pull request up to date: the one that begins like the file, else a new one.
// `node scripts/comment-on-pull-request.mjs report.pr.md`, in a workflow of GitHub, with GITHUB_TOKEN.
// A comment that cannot be written is a warning: it must not decide whether a release goes on.
import { existsSync, readFileSync } from 'node:fs';

const { GITHUB_TOKEN, GITHUB_API_URL = 'https://api.github.com', GITHUB_REPOSITORY, GITHUB_EVENT_PATH } = process.env;
const pageSize = 100;

/** One call; refuses with the status where GitHub does. */
async function call(method, path, body) {
  const answer = await fetch(`${GITHUB_API_URL}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${GITHUB_TOKEN}`,
      'content-type': 'application/json',
      'x-github-api-version': '2022-11-28',
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw Object.assign(new Error(`${method} ${path} gave ${answer.status}`), { status: answer.status });
  return answer.json();
}

/** Comments that begin with the marker, the oldest first. */
async function findOwn(issue, marker) {
  const found = [];
  for (let page = 1; ; page += 1) {
    const comments = await call('GET', `${issue}/comments?per_page=${pageSize}&page=${page}`);
    found.push(...comments.filter(one => one.body?.startsWith(marker)));
    if (comments.length < pageSize) return found;
  }
}

async function comment(file, number) {
  const body = readFileSync(file, 'utf8');
  const repository = `/repos/${GITHUB_REPOSITORY}`;
  const issue = `${repository}/issues/${number}`;
  for (const { id } of await findOwn(issue, body.slice(0, body.indexOf('\n')))) {
    try {
      await call('PATCH', `${repository}/issues/comments/${id}`, { body });
      return 'updated';
    } catch (error) {
      // Somebody else's comment that begins in the same way.
      if (error.status !== 403 && error.status !== 404) throw error;
    }
  }
  await call('POST', `${issue}/comments`, { body });
  return 'written';
}

const [file] = process.argv.slice(2);
const event = GITHUB_EVENT_PATH ? JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8')) : {};
const number = event.pull_request?.number;
if (number === undefined) console.log('No comment: this run belongs to no pull request.');
else if (!file || !existsSync(file)) console.log('No comment: there is no report.pr.md; the format "pr" writes it.');
else
  await comment(file, number).then(
    done => console.log(`The comment was ${done}.`),
    error => {
      const help = error.status === 403 || error.status === 404 ? '; the job needs "pull-requests: write"' : '';
      const said = `The comment could not be written: ${error.message}${help}.`;
      console.log(
        `::warning title=stocktake::${said.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')}`,
      );
    },
  );
