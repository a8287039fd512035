import type { MicroserviceGroup } from '../../core/overview.js';

const appTag = 'amplify:app-id';
const stackTag = 'aws:cloudformation:stack-name';
/** Tags by which people put functions together, the plainest first. */
const telling = ['service', 'app', 'application', 'project', 'system', 'team'];

/** The group of a function by its tags; undefined tags are tags that could not be read. */
export function groupOf(
  tags: Readonly<Record<string, string>> | undefined,
  apps: ReadonlyMap<string, string>,
): MicroserviceGroup {
  if (!tags) return { id: 'unknown', kind: 'unknown', name: '' };
  const stack = tags[stackTag];
  const appId = tags[appTag] ?? /^amplify-([a-z0-9]+)-/.exec(stack ?? '')?.[1];
  const app = appId === undefined ? undefined : apps.get(appId);
  // A tag names the app for certain, also where the apps themselves could not be listed.
  const name = app ?? tags[appTag];
  if (name) return { id: `app ${appId}`, kind: 'app', name };
  if (stack !== undefined && stack !== '') return { id: `stack ${stack}`, kind: 'stack', name: stack };
  for (const wanted of telling) {
    const [key, value] = Object.entries(tags).find(([name]) => name.toLowerCase() === wanted) ?? [];
    if (key !== undefined && value) return { id: `tag ${wanted}=${value}`, kind: 'tag', name: `${wanted}=${value}` };
  }
  return { id: 'none', kind: 'none', name: '' };
}
