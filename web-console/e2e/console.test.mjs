import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibilityFaults, api, logIn, newPage, openBrowser, pages, settled, target } from './browser.mjs';
import { applySlx, closedPort, gitCollection, runToTheEnd, shownLog, until, WORKSPACE } from './fixture.mjs';

const COUNT = 40;
const suffix = Date.now().toString(36);
const collectionName = `e2e-${suffix}`;
const counter = `e2e-count-${suffix}`;
const watcher = `e2e-port-${suffix}`;

describe('the console in a browser', { timeout: 600_000 }, () => {
  let browser;
  let page;
  let faults;
  let collection;

  before(async () => {
    collection = gitCollection();
    browser = await openBrowser();
    ({ page, faults } = await newPage(browser));
  });

  after(async () => {
    await browser?.close();
    collection?.remove();
    for (const path of [
      `/api/v3/workspaces/${WORKSPACE}/slxs/${counter}`,
      `/api/v3/workspaces/${WORKSPACE}/slxs/${watcher}`,
      `/api/v3/codecollections/${collectionName}`,
      `/api/v3/codecollections/${collectionName}-wrong`,
    ]) {
      await api('DELETE', path).catch(() => {});
    }
  });

  it('refuses a wrong token with a sentence and lets the right one in', async () => {
    await page.goto(target.url);
    await page.getByLabel('Token', { exact: true }).fill('gc_certainly_wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    const refusal = await page.getByRole('alert').textContent();
    assert.ok(refusal.trim().length > 10, `a sentence was expected, found: ${refusal}`);
    await logIn(page);
    const cookies = await page.context().cookies();
    const session = cookies.find((cookie) => cookie.name === 'groundcrew_session');
    assert.ok(session?.httpOnly, 'the session cookie is out of reach of scripts');
    assert.equal(session.sameSite, 'Strict');
  });

  it('shows why a wrong repository URL is refused', async () => {
    await register(`${collectionName}-wrong`, 'ftp://nowhere.invalid/checks.git');
    const dialog = page.getByRole('dialog');
    const refusal = await dialog.getByRole('alert').textContent();
    assert.match(refusal, /ftp|https|URL/i);
    await dialog.getByRole('button', { name: 'Not now' }).click();
  });

  it('shows why a repository that is not there cannot be synced', async () => {
    const name = `${collectionName}-wrong`;
    await register(name, `${new URL('nowhere-at-all.git', 'file:///nonexistent/').href}`);
    const said = page.getByRole('dialog').getByRole('alert').or(page.getByText('The last sync failed'));
    await said.first().waitFor({ timeout: 60_000 });
    if (await page.getByText('The last sync failed').isVisible()) {
      const { sync } = await api('GET', `/api/v3/codecollections/${name}`);
      assert.ok(
        (await page.locator('main').textContent()).includes(sync.message),
        `the page says: ${sync.message}`,
      );
    } else {
      await page.getByRole('dialog').getByRole('button', { name: 'Not now' }).click();
    }
  });

  it('registers a collection by URL and shows it synced and ready', async () => {
    await register(collectionName, collection.url);
    await page.getByRole('heading', { level: 1, name: collectionName }).waitFor();
    await page.getByText('Synced', { exact: true }).waitFor({ timeout: 90_000 });
    await page.getByText('Slow count', { exact: true }).waitFor({ timeout: 30_000 });
    await page.getByText('Ready', { exact: true }).waitFor({ timeout: 90_000 });
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.getByText('Synced', { exact: true }).waitFor();
  });

  it('starts a run, shows its first line before it ends, and survives a reload in the middle of the log', async () => {
    await applySlx(counter, 'Slow count of the browser test', collection.url, 'slow-count', { COUNT });
    await until('the task is listed', async () => {
      const tasks = await api('GET', `/api/v3/workspaces/${WORKSPACE}/tasks?limit=250`);
      return tasks.results.find((task) => task.slxShortName === counter);
    });
    await page.goto(`${target.url}/w/${WORKSPACE}/tasks`);
    await page.getByLabel('Search tasks').fill(counter);
    const run = page.getByRole('button', { name: /^Run: Count Slowly/ });
    await until(
      'the search shows this task alone',
      async () => ((await run.count()) === 1 ? true : undefined),
      20,
    );
    await run.click();
    await page.waitForURL('**/runsessions/*');
    const session = page.url().split('/').at(-1);

    await page.getByText('beat 1', { exact: true }).waitFor({ timeout: 90_000 });
    assert.equal(await isOver(session), false, 'the first line is seen before the run ends');
    await page.getByText('beat 12', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('beat 20', { exact: true }).waitFor();
    assert.equal(await isOver(session), false, 'the page was reloaded in the middle');

    await page.locator('[data-log-state=ended]').waitFor({ timeout: 60_000 });
    const beats = (await shownLog(page)).filter((line) => line.startsWith('beat '));
    assert.deepEqual(
      beats,
      Array.from({ length: COUNT }, (_, index) => `beat ${index + 1}`),
    );
    await page.getByText('Completed', { exact: true }).first().waitFor();
  });

  it('shows an issue open, count up and close without a reload', async () => {
    const port = await closedPort();
    try {
      await applySlx(watcher, 'Port watch of the browser test', collection.url, 'port-watch', {
        PORT: port.port,
      });
      await runToTheEnd(watcher);
      await page.goto(`${target.url}/w/${WORKSPACE}/issues`);
      const row = page.getByRole('row').filter({ hasText: `${port.port}` });
      await row.getByText('Open', { exact: true }).waitFor();
      await row.getByRole('link').click();
      const open = page.getByText('Open occurrences').locator('xpath=following-sibling::*');
      await open.getByText('1', { exact: true }).waitFor();
      await runToTheEnd(watcher);
      await open.getByText('2', { exact: true }).waitFor();
      await port.open();
      await runToTheEnd(watcher);
      await page.locator('main').getByText('Closed', { exact: true }).first().waitFor();
      await page.getByText('A run that no longer found it').waitFor();
    } finally {
      await port.close();
    }
  });

  for (const colorScheme of ['light', 'dark']) {
    it(`is accessible on every page, ${colorScheme}`, async () => {
      const { page: own, context, faults: broken } = await newPage(browser, { colorScheme });
      await own.goto(target.url);
      await own.getByRole('button', { name: 'Log in' }).waitFor();
      const found = (await accessibilityFaults(own)).map((fault) => `login: ${fault}`);
      await logIn(own);
      for (const [name, address] of await pages(WORKSPACE)) {
        await own.goto(target.url + address);
        await settled(own);
        found.push(...(await accessibilityFaults(own)).map((fault) => `${name}: ${fault}`));
      }
      await context.close();
      assert.deepEqual(found, []);
      assert.deepEqual(broken, []);
    });
  }

  it('works by keyboard and remembers the chosen colours', async () => {
    await page.goto(`${target.url}/w/${WORKSPACE}/tasks`);
    await settled(page);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the content');
    const other = (await scheme()) === 'dark' ? 'Light' : 'Dark';
    await page.getByRole('button', { name: 'Colours' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: other }).press('Enter');
    await page.reload();
    assert.equal(await scheme(), other.toLowerCase());
  });

  it('logs out', async () => {
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
  });

  it('never threw, logged no error and kept to the content security policy', () => {
    assert.deepEqual(faults, []);
  });

  async function register(name, url) {
    await page.goto(`${target.url}/codecollections`);
    await page.getByRole('button', { name: 'Register' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Repository URL').fill(url);
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByRole('button', { name: 'Register' }).click();
  }

  async function isOver(session) {
    const { runRequests } = await api('GET', `/api/v3/workspaces/${WORKSPACE}/runsessions/${session}`);
    return runRequests.every((run) => run.isCompleted);
  }

  function scheme() {
    return page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'));
  }
});
