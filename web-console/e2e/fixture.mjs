import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { api } from './browser.mjs';

export const WORKSPACE = process.env.E2E_WORKSPACE ?? 'default';

/**
 * The Git repository with the tasks that the tests run: E2E_COLLECTION_URL, which must serve what is in `collection/`
 * here, or else a repository made of it in a temporary directory.
 */
export function gitCollection() {
  if (process.env.E2E_COLLECTION_URL) {
    return { url: process.env.E2E_COLLECTION_URL, remove: () => {} };
  }
  const directory = mkdtempSync(path.join(tmpdir(), 'groundcrew-e2e-'));
  cpSync(path.join(import.meta.dirname, 'collection'), directory, { recursive: true });
  const git = (...words) => execFileSync('git', words, { cwd: directory, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git(
    '-c',
    'user.name=Groundcrew',
    '-c',
    'user.email=tests@groundcrew.invalid',
    'commit',
    '--quiet',
    '-m',
    'Add the tasks',
  );
  return {
    url: pathToFileURL(directory).href,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Applies an SLX with a Runbook of one bundle; `tags` are names with their values, `schedule` is the Runbook's. */
export async function applySlx(
  name,
  alias,
  collectionUrl,
  bundle,
  variables,
  { tags = {}, schedule = undefined } = {},
) {
  const configProvided = Object.entries(variables).map(([key, value]) => ({
    name: key,
    value: String(value),
  }));
  const metadata = { name: `${WORKSPACE}--${name}`, labels: { slx: name, workspace: WORKSPACE } };
  const documents = [
    {
      apiVersion: 'runwhen.com/v1',
      kind: 'ServiceLevelX',
      metadata,
      spec: {
        alias,
        statement: 'The browser test passes.',
        asMeasuredBy: 'Looking at it',
        owners: [],
        tags: Object.entries(tags).map(([tag, value]) => ({ name: tag, value })),
        configProvided: [],
      },
    },
    {
      apiVersion: 'runwhen.com/v1',
      kind: 'Runbook',
      metadata,
      spec: {
        location: 'local',
        codeBundle: { repoUrl: collectionUrl, pathToRobot: `codebundles/${bundle}/codebundle.yaml` },
        configProvided,
        secretsProvided: [],
        schedule,
      },
    },
  ];
  // JSON is YAML.
  const yaml = documents.map((document) => JSON.stringify(document)).join('\n---\n');
  const results = await api('POST', `/api/v3/workspaces/${WORKSPACE}/apply`, yaml, 'application/yaml');
  const rejected = results.filter((result) => result.result === 'rejected');
  if (rejected.length > 0) {
    throw new Error(`Documents were rejected: ${JSON.stringify(rejected)}`);
  }
}

const SESSIONS = `/api/v3/workspaces/${WORKSPACE}/runsessions`;

/** Asks for all tasks of an SLX through the API, `times` times in one session, and answers with its id. */
export async function startRuns(slx, times = 1) {
  const { id } = await api('POST', SESSIONS, {
    generateName: 'e2e',
    active: true,
    runRequests: Array.from({ length: times }, () => ({ slxName: slx })),
  });
  return id;
}

/** Runs all tasks of an SLX through the API and waits for the session to be over. */
export async function runToTheEnd(slx) {
  const id = await startRuns(slx);
  return until(`run session ${id} is over`, async () => {
    const session = await api('GET', `${SESSIONS}/${id}`);
    return session.runRequests.every((run) => run.isCompleted) ? session : undefined;
  });
}

/** Asks again and again until there is an answer. */
export async function until(what, question, seconds = 120) {
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const answer = await question();
    if (answer !== undefined) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited ${seconds} s in vain until ${what}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** A port that nobody listens on, and the means to change that. */
export async function closedPort() {
  const server = createServer((socket) => socket.end());
  const listen = (port) => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () => new Promise((resolve) => (server.listening ? server.close(resolve) : resolve()));
  await listen(0);
  const { port } = server.address();
  await close();
  return { port, open: () => listen(port), close };
}

/** Every line of the log as the page shows it, gathered by scrolling, since only lines in sight are drawn. */
export async function shownLog(page) {
  const pane = page.getByRole('region', { name: 'Log' });
  const lines = new Map();
  const height = await pane.evaluate((element) => element.scrollHeight);
  for (let top = 0; top <= height; top += 200) {
    await pane.evaluate((element, to) => element.scrollTo(0, to), top);
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    for (const [number, text] of await pane.evaluate((element) =>
      [...element.querySelectorAll('[data-line]')].map((line) => [
        Number(line.previousSibling.textContent),
        line.textContent,
      ]),
    )) {
      lines.set(number, text);
    }
  }
  return [...lines.entries()].sort(([one], [other]) => one - other).map(([, text]) => text);
}
