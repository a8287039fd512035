import { overviewOf } from '../src/ledger/overview/overview.js';
import { renderOverview } from '../src/report/index.js';
import { sample } from '../test/report/sample.js';
import { sourceOf } from '../test/support/world.js';
import { functionsWorld } from './overview-account.js';

/** In a process of its own, so that its memory is that of the overview alone. */
const facts = sourceOf(functionsWorld(Number(process.argv[2])));
const started = performance.now();
const before = process.cpuUsage();
const { overview } = await overviewOf(facts, { findings: [], words: new Map() });
const page = renderOverview({ ...sample, overview });
const seconds = (performance.now() - started) / 1000;
const { system, user } = process.cpuUsage(before);
const cpuSeconds = (system + user) / 1e6;
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ seconds, cpuSeconds, megabytes, bytes: Buffer.byteLength(page) }));
