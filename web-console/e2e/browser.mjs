import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import packaged from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

/** Where the Groundcrew under test is, and how to log in to it. */
export const target = {
  url: required(
    'GROUNDCREW_URL',
    'the address of a running Groundcrew, for example http://127.0.0.1:8080',
  ).replace(/\/$/, ''),
  token: required('GROUNDCREW_TOKEN', 'its admin token'),
};

function required(name, meaning) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`Set ${name} to ${meaning}.`);
  }
  return value;
}

/**
 * Starts the browser that came with npm, or the one at CHROMIUM_PATH. The packaged one's own switches are left out: they
 * put everything into one process, which dies with the first closed context, and switch web security off.
 */
export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH || (await packaged.executablePath()),
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  });
}

/** A page that fails the test when the console throws, logs an error or breaks its content security policy. */
export async function newPage(browser, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 860 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    // The browser reports every refused request as an error, those that the tests provoke included.
    const refused = text.startsWith('Failed to load resource');
    if (/Content Security Policy/i.test(text) || (message.type() === 'error' && !refused)) {
      faults.push(text);
    }
  });
  return { page, context, faults };
}

export async function logIn(page, token = target.token) {
  await page.goto(target.url);
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
}

/** Calls the API as a script would, with the token. */
export async function api(method, path, body, type = 'application/json') {
  const response = await fetch(target.url + path, {
    method,
    headers: {
      Authorization: `Bearer ${target.token}`,
      ...(body === undefined ? {} : { 'Content-Type': type }),
    },
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  }
  return text === '' ? undefined : JSON.parse(text);
}

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds against WCAG 2.2 AA, as readable lines; empty when nothing. */
export async function accessibilityFaults(page) {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(axeSource);
  }
  const results = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return results.violations.flatMap((violation) =>
    violation.nodes.map(
      (node) =>
        `${violation.id}: ${violation.help} at ${node.target.join(' ')} (${node.any[0]?.message ?? ''})`,
    ),
  );
}

/** Every page with something to show, as name and path. */
export async function pages(workspace = 'default') {
  const base = `/api/v3/workspaces/${workspace}`;
  const [slxs, issues, sessions, collections] = await Promise.all([
    api('GET', `${base}/slxs?limit=50`),
    api('GET', `${base}/issues?limit=50`),
    api('GET', `${base}/runsessions?limit=50`),
    api('GET', '/api/v3/codecollections'),
  ]);
  const found = [
    ['tasks', `/w/${workspace}/tasks`],
    ['slxs', `/w/${workspace}/slxs`],
    [
      'slx',
      slxs.results[0] &&
        `/w/${workspace}/slxs/${(slxs.results.find((slx) => slx.hasSli) ?? slxs.results[0]).shortName}`,
    ],
    ['issues', `/w/${workspace}/issues`],
    ['issue', issues.results[0] && `/w/${workspace}/issues/${issues.results[0].id}`],
    ['runsessions', `/w/${workspace}/runsessions`],
    ['runsession', sessions.results[0] && `/w/${workspace}/runsessions/${sessions.results.at(-1).id}`],
    ['run', sessions.results[0] && `/w/${workspace}/runs/${sessions.results.at(-1).runRequests[0].id}`],
    ['schedules', `/w/${workspace}/schedules`],
    ['maintenance', `/w/${workspace}/schedules?tab=maintenance`],
    ['queue', `/w/${workspace}/queue`],
    ['limits', `/w/${workspace}/queue?tab=limits`],
    ['codecollections', '/codecollections'],
    ['codecollection', collections.results[0] && `/codecollections/${collections.results[0].name}`],
    ['workers', '/workers'],
    ['not-found', `/w/${workspace}/nothing-here`],
  ];
  return found.filter(([, path]) => path);
}

/** Waits until a page has its data: the heading is there and nothing says that it is loading. */
export async function settled(page) {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[role=status][aria-label^=Loading]')].every(
      (placeholder) => !placeholder.checkVisibility(),
    ),
  );
}
