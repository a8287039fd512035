import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { databaseUrl, planted } from '../../scripts/demo/secrets.js';
import { replay } from '../../src/audit.js';
import { checkAccount, readHistory } from '../../src/core/history.js';
import { ledgerStates } from '../../src/core/ledger.js';
import { usualWindow } from '../../src/core/system.js';
import { withRun } from '../../src/core/trend.js';
import { verdicts } from '../../src/core/types.js';
import { packagePath, packageText } from '../../src/package-files.js';
import { renderHtml, renderJson, renderMarkdown } from '../../src/report/index.js';
import { expectGolden } from '../golden.js';

const snapshot = packagePath('demo/sample.snapshot');
const config = { file: 'demo/rules.yaml', text: packageText('demo/rules.yaml') };
const report = await replay(snapshot, { config });
const json = [...renderJson(report)].join('');
const facts = gunzipSync(readFileSync(snapshot)).toString();

describe('the sample account', () => {
  it('gives the golden JSON', () => expectGolden('demo/report.json', json));
  it('gives the golden HTML', () => expectGolden('demo/report.html', renderHtml(report)));
  it('gives the golden Markdown', () => expectGolden('demo/report.md', renderMarkdown(report)));

  it('gives the same bytes twice', async () => {
    const again = await replay(snapshot, { config });
    expect([...renderJson(again)].join('')).toBe(json);
    expect(renderHtml(again)).toBe(renderHtml(report));
    expect(renderMarkdown(again)).toBe(renderMarkdown(report));
  });

  it('shows every verdict', () => {
    const seen = new Set(report.findings.map(finding => finding.verdict));
    expect([...verdicts].filter(verdict => !seen.has(verdict))).toEqual([]);
  });

  it('is denied something by the role and by a resource, and leaves something to people', () => {
    const gaps = report.findings.flatMap(({ gap }) => (gap ? [gap.cause ?? gap.reason] : []));
    expect([...new Set(gaps)].sort()).toEqual(['identity-policy', 'manual', 'resource-policy']);
  });

  it('decides every rule that applies, but for what is meant to be unseen', () => {
    const undecided = report.rules.filter(rule => {
      const found = report.findings.filter(finding => finding.rule === rule.id).map(finding => finding.verdict);
      return !found.some(verdict => ['PASS', 'FAIL', 'NOT_APPLICABLE'].includes(verdict));
    });
    expect(undecided.map(rule => rule.id)).toEqual([
      'account-contact-details-current',
      'account-security-questions-registered',
    ]);
  });

  it('fits the published schema', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const fits = ajv.compile(JSON.parse(packageText('schema/report.schema.json')));
    expect(fits(JSON.parse(json)) ? [] : fits.errors).toEqual([]);
  });
});

describe('its history', () => {
  const history = readHistory(packageText('demo/history.json'), { file: 'demo/history.json' });
  const { trend } = withRun(history, report);

  it('is of the runs before this one, and gives it a trend', () => {
    checkAccount(history, report.account.id, {});
    expect(trend.points).toHaveLength(12);
    expect(trend.points.at(-1)?.started).toBe(report.started);
    expect(trend.step?.opened.length).toBeGreaterThan(0);
    expect(trend.step?.closed.length).toBeGreaterThan(0);
    const page = renderHtml({ ...report, trend });
    expect(page).toContain('open for at least 77 days');
    expect(page).toContain('id="trend-waste"');
  });
});

describe('its ledger', () => {
  const rows = report.ledger?.rows ?? [];
  const rowOf = (service: string, region: string) => rows.find(row => row.service === service && row.region === region);

  it.each([
    ['active', 'dsql', '*'],
    ['active', 'appsync', '*'],
    ['active-free', 'cognito', '*'],
    ['active-free', 'cloudshell', '*'],
    ['paid-idle', 'dynamodb', '*'],
    ['paid-idle', 'dynamodb', 'us-east-1'],
    ['dormant', 'lambda', 'us-east-1'],
    ['shadow-paid', 'macie', '*'],
    ['shadow-free', 'cloudfront', '*'],
    ['orphan-spend', 'apigateway', 'us-east-1'],
    ['unverified-paid', 'ses', '*'],
    ['unverified-free', 'dsql', 'us-east-1'],
  ])('shows %s: %s in %s', (state, service, region) => expect(rowOf(service, region)?.state).toBe(state));

  it('shows every state but absent, which is hidden', () => {
    const seen = new Set(rows.map(row => row.state));
    expect(ledgerStates.filter(state => !seen.has(state))).toEqual(['absent']);
  });

  it.each([
    ['credit-masked', 'dsql', '*'],
    ['too-young', 'dsql', 'us-east-1'],
    ['retiring', 'dynamodb', '*'],
    ['residual', 'appsync', 'us-east-1'],
    ['guard', 'guardduty', '*'],
  ])('flags %s: %s in %s', (flag, service, region) => expect(rowOf(service, region)?.flags).toContain(flag));

  it('looks back no further than what IAM remembers is asked for', () => {
    const windows = rows.map(({ observed }) => observed.window ?? 0);
    expect(Math.max(...windows)).toBe(usualWindow);
  });

  it('answers the question marks of the founders in one sentence', () => {
    const asked = ['dynamodb', 'appsync', 'cloudshell', 'cognito'].map(service => rowOf(service, '*')?.sentence);
    expect(asked).toMatchInlineSnapshot(`
      [
        "Was to be gone by 31 Oct 2026, 22 days ago, replaced by Aurora DSQL. No: eu-north-1: no read or write of any of 5 tables for 30 days; last on 2026-10-17; us-east-1: no read or write of the one table for 30 days; not once in 90 days; $83.80 in October.",
        "Yes: the one API was called in the last 90 days, on one day only: 2026-09-12; $36.96 in October.",
        "Yes: last used on 2026-11-08 by anna.lind (CreateSession in the event history); AWS has no list of its environments; costs nothing.",
        "Yes: people signed in through 2 of 3 app clients in the last 90 days, last on 2026-11-22; costs nothing.",
      ]
    `);
  });

  it('saves of no line more than it was billed, and less in all than what is used costs', () => {
    const above = report.findings.flatMap(({ money, rule }) =>
      (money?.lines ?? [])
        .filter(({ billed, units, usd }) => units > 0 && billed !== undefined && (usd ?? 0) > billed + 1e-6)
        .map(({ price }) => `${rule}: ${price}`),
    );
    expect(above).toEqual([]);
    const { bill, savings } = report.ledger ?? {};
    expect(savings?.unknown).toBe(0);
    expect(savings?.usd).toBeLessThan((bill?.usage ?? 0) / 2);
  });

  it('understands every fact', () => {
    expect(rows.filter(({ observed }) => observed.gap?.reason === 'internal-error')).toEqual([]);
  });
});

describe('the secrets that were planted in it', () => {
  it.each(Object.entries(planted))('%s is neither in the facts nor in the reports', (_name, secret) => {
    for (const text of [facts, json, renderHtml(report), renderMarkdown(report)]) expect(text).not.toContain(secret);
  });

  it('left their kind and place behind', () => {
    expect(databaseUrl).toContain(planted.databasePassword);
    expect(facts).toMatch(/Before the move to Aurora DSQL; was \[secret: [\w ]+\]/);
    expect(facts).toContain('"deploy-token":"[secret: value of deploy-token]"');
    expect(facts).toContain('"provider_secret":"[secret: value of provider_secret]"');
    expect(json).toContain('$.userIdentity.accessKeyId = \\"[secret: AWS access key id]\\"');
  });
});
