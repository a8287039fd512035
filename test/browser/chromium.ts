import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const debian = '/usr/bin/chromium';

/** A running Chromium, or the reason why this machine cannot have one. */
export type Opened = { browser: Browser } | { reason: string };

/** Starts the system's Chromium where there is one, otherwise the one that comes as a package. */
export async function openBrowser(): Promise<Opened> {
  try {
    return { browser: existsSync(debian) ? await openDebian() : await openPackaged() };
  } catch (error) {
    return { reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

const openDebian = () => chromium.launch({ executablePath: debian, args: ['--no-sandbox'] });

/** The package unpacks its own libraries only where it believes to be in Lambda, on the Node that runs. */
async function openPackaged(): Promise<Browser> {
  const before = process.env.AWS_EXECUTION_ENV;
  process.env.AWS_EXECUTION_ENV = `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`;
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    packaged.setGraphicsMode = false;
    // With its single process the browser would end with the first page that is closed.
    const args = packaged.args.filter(arg => arg !== '--single-process');
    return await chromium.launch({ executablePath: await packaged.executablePath(), args });
  } finally {
    if (before === undefined) delete process.env.AWS_EXECUTION_ENV;
    else process.env.AWS_EXECUTION_ENV = before;
  }
}
