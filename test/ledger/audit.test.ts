import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plan, replay } from '../../src/audit.js';
import { reportSchema } from '../../src/core/report-schema.js';
import { renderJson } from '../../src/report/index.js';
import { auditShop } from '../proofs/audits.js';
import { openShop } from '../proofs/shop.js';
import type { Stub } from '../server/stub.js';

const cost = { categories: ['cost'] };
const callsOf = (options: Parameters<typeof plan>[0]) => plan(options).calls.map(({ call }) => call.id);

describe('the ledger of an audit', () => {
  let shop: Stub;
  let folder: string;
  beforeAll(async () => {
    shop = await openShop();
    folder = await mkdtemp(path.join(tmpdir(), 'ledger-'));
  });
  afterAll(async () => {
    await shop.stop();
    await rm(folder, { recursive: true });
  });

  it('comes with the cost rules, and not when single rules are named', () => {
    expect(callsOf(cost)).toContain('cloudformation:ListStacks');
    expect(callsOf({ categories: ['hygiene'] })).not.toContain('cloudformation:ListStacks');
    expect(callsOf({ rules: ['account-cost-*'] })).not.toContain('cloudformation:ListStacks');
    expect(plan({ categories: ['hygiene'] }).systems).toEqual([]);
  });

  it('adds up, is valid by the schema, and costs two cents beside the two of the anomaly rule', async () => {
    const snapshot = path.join(folder, 'shop.snapshot');
    const report = await auditShop(shop.port, { ...cost, snapshot });
    const { bill, months } = report.ledger ?? {};
    expect(bill).toEqual({
      month: '2026-10',
      source: 'cost-explorer',
      usage: 3.5,
      attributed: 3.5,
      unattributed: 0,
      credits: 0,
      refunds: 0,
      tax: 0.7,
      support: 0,
      other: 0,
      total: 4.2,
    });
    expect(months?.map(({ usd, complete }) => [usd, complete])).toEqual([
      [2.5, true],
      [3.5, true],
      [1.5, false],
    ]);
    expect(report.plan.byService['ce']).toBe(4);
    expect(report.plan.usd).toBeGreaterThanOrEqual(0.04);
    const text = [...renderJson(report)].join('');
    expect(reportSchema.parse(JSON.parse(text)).ledger).toEqual(JSON.parse(JSON.stringify(report.ledger)));
    expect(await replay(snapshot, cost)).toEqual(report);
  });

  it('says what rules.yaml declares, judged again without asking', async () => {
    const snapshot = path.join(folder, 'shop.snapshot');
    const text = 'version: 1\ndeclared:\n  - { service: cloudtrail, state: retired, replaced-by: nothing }\n';
    const { ledger } = await replay(snapshot, { ...cost, config: { file: 'my.yaml', text } });
    expect(ledger?.rows[0]).toMatchObject({
      service: 'cloudtrail',
      declared: { state: 'retired', by: ['rules.yaml'] },
    });
  });

  it('takes an exported bill, and does not ask Cost Explorer for one', async () => {
    const bill = path.join(folder, 'bill.csv');
    await writeFile(
      bill,
      'bill_billing_period_start_date,line_item_line_item_type,line_item_product_code,line_item_usage_type,line_item_usage_amount,line_item_unblended_cost,line_item_currency_code\n2026-10-01,Usage,awskms,eu-north-1-KMS-Keys,7,7,USD\n',
    );
    const report = await auditShop(shop.port, { ...cost, bill });
    expect(report.ledger?.bill).toMatchObject({ source: 'export', usage: 7, total: 7 });
    expect(report.plan.byService['ce'], 'GetAnomalyMonitors and GetAnomalySubscriptions').toBe(2);
    await expect(auditShop(shop.port, { ...cost, bill: path.join(folder, 'none.csv') })).rejects.toThrow(
      /none\.csv: cannot/,
    );
  });

  it('stands without a bill where nothing may be billed', async () => {
    const report = await auditShop(shop.port, { ...cost, billedApis: false });
    expect(report.ledger).toMatchObject({ bill: null, currency: null });
    expect(report.complete).toBe(true);
  });
});
