import { collection } from '../../core/collection.js';

/** The audited regions: one row a region, for rules that each region must meet. Costs no call. */
export const regions = collection<{ RegionName: string }>({
  id: 'account.regions',
  noun: 'regions',
  calls: [],
  list: aws => Promise.resolve([{ RegionName: aws.region }]),
  resource: ({ RegionName }) => ({ id: RegionName, type: 'AWS::::Region' }),
});
