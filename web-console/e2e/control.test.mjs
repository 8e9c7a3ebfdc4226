import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessibilityFaults, api, logIn, newPage, openBrowser, settled, target } from './browser.mjs';
import { applySlx, gitCollection, startRuns, until, WORKSPACE } from './fixture.mjs';

const base = `/api/v3/workspaces/${WORKSPACE}`;
const suffix = Date.now().toString(36);
const collectionName = `e2e-control-${suffix}`;
const slow = `e2e-slow-${suffix}`;
const limit = `e2e-${suffix}`;
const maintenance = `e2e-${suffix}`;

describe('runs under control, in a browser', { timeout: 300_000 }, () => {
  let browser;
  let page;
  let faults;
  let collection;
  let worker;

  before(async () => {
    collection = gitCollection();
    await api('PUT', `/api/v3/codecollections/${collectionName}`, { repoURL: collection.url });
    await applySlx(
      slow,
      'Slow count under control',
      collection.url,
      'slow-count',
      { COUNT: 600 },
      { tags: { suite: suffix }, schedule: { cron: '0 3 1 1 *', timeZone: 'Europe/Berlin' } },
    );
    worker = (await api('GET', '/api/v3/workers')).results.find((one) => one.health === 'online').id;
    browser = await openBrowser();
    ({ page, faults } = await newPage(browser));
    await logIn(page);
    await until('the collection is ready', async () => {
      const { environment } = await api('GET', `/api/v3/codecollections/${collectionName}`);
      return environment.state === 'ready' ? true : undefined;
    });
  });

  after(async () => {
    await browser?.close();
    collection?.remove();
    for (const [method, path] of [
      ['POST', `/api/v3/workers/${worker}/resume`],
      ['DELETE', `${base}/concurrency-limits/${limit}`],
      ['DELETE', `${base}/maintenance-windows/${maintenance}`],
      ['DELETE', `${base}/slxs/${slow}`],
      ['DELETE', `/api/v3/codecollections/${collectionName}`],
    ]) {
      await api(method, path).catch(() => {});
    }
  });

  it('cancels a run that goes on, says why, and offers to run it again', async () => {
    const session = await startRuns(slow);
    await page.goto(`${target.url}/w/${WORKSPACE}/runsessions/${session}`);
    await page.getByText('beat 3', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Cancel: / }).click();
    const popover = page.getByRole('dialog');
    assert.deepEqual(await accessibilityFaults(page), []);
    await popover.getByLabel('Reason').fill('The browser test saw enough');
    await popover.getByRole('button', { name: 'Cancel the session' }).click();
    const main = page.locator('main');
    await main.getByText('Cancelled', { exact: true }).first().waitFor();
    await main.getByText('The browser test saw enough').waitFor();
    await main.getByRole('tab', { name: 'Compare with last good run' }).click();
    await main.getByText('No earlier run of the same tasks was good').waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);

    await page.getByRole('button', { name: /^Run again: / }).click();
    await page.getByRole('dialog').getByText(slow).waitFor();
    await page.getByRole('dialog').getByRole('radio', { name: 'The one that is ready now' }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Run again' }).click();
    await page.waitForURL((url) => !url.pathname.endsWith(session) && url.pathname.includes('/runsessions/'));
    const again = page.url().split('/').at(-1);
    const { runRequests } = await api('GET', `${base}/runsessions/${again}`);
    assert.deepEqual(
      runRequests.map((run) => run.slxShortName),
      [slow],
    );
    await api('POST', `${base}/runsessions/${again}/cancel`, {});
  });

  it('drains the worker, shows what waits and why, purges it, and resumes the worker', async () => {
    await page.goto(`${target.url}/workers`);
    const card = page.getByRole('region', { name: `Worker ${worker}` });
    await card.getByRole('button', { name: 'Drain' }).click();
    await page.getByRole('dialog').getByLabel('Grace period in minutes').fill('1');
    await page.getByRole('dialog').getByRole('button', { name: 'Drain it' }).click();
    await card.getByText(/^Drain(ing|ed)$/).waitFor();

    await startRuns(slow, 5);
    await page.goto(`${target.url}/w/${WORKSPACE}/queue`);
    const rows = page.getByRole('row').filter({ hasText: slow });
    await rows.first().getByText('none at location').waitFor();
    assert.equal(await rows.count(), 5);
    assert.deepEqual(await accessibilityFaults(page), []);

    await page.getByRole('button', { name: 'Purge' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'SLX', exact: true }).fill(slow);
    await dialog.getByText('5 runs match').waitFor();
    await dialog.getByLabel('Reason').fill('The browser test tidies up');
    await dialog.getByRole('button', { name: 'Purge' }).click();
    await dialog.getByText('5 runs cancelled').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await rows.first().waitFor({ state: 'detached' });

    await page.goto(`${target.url}/workers`);
    await card.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resume it' }).click();
    await card.getByText('Online', { exact: true }).waitFor();
  });

  it('shows the workers of a tag, drains them together and resumes them', async (test) => {
    const { tags } = (await api('GET', '/api/v3/workers')).results.find((one) => one.id === worker);
    if (tags.length === 0) {
      test.skip('the worker has no tags; start it with WORKER_TAGS=rack-2');
      return;
    }
    const [tag] = tags;
    await page.goto(`${target.url}/workers`);
    await page.getByRole('combobox', { name: 'Only workers with this tag' }).click();
    await page.getByRole('option', { name: tag, exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get('tag') === tag);
    const card = page.getByRole('region', { name: `Worker ${worker}` });
    await card.getByText(tag, { exact: true }).waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);

    await page.getByRole('button', { name: `Drain all tagged ${tag}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Drain them' }).click();
    await card.getByText(/^Drain(ing|ed)$/).waitFor();
    await page.getByRole('button', { name: `Resume all tagged ${tag}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resume them' }).click();
    await card.getByText('Online', { exact: true }).waitFor();

    await page.goto(`${target.url}/workers?tag=nobody-has-it`);
    await page.getByText('No worker has this tag').waitFor();
    await card.waitFor({ state: 'detached' });
  });

  it('sets a limit and removes it', async () => {
    await page.goto(`${target.url}/w/${WORKSPACE}/queue?tab=limits`);
    await settled(page);
    await page.getByRole('button', { name: 'Add a limit' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill(limit);
    await dialog.getByRole('combobox', { name: 'SLX', exact: true }).fill(slow);
    await dialog.getByRole('button', { name: 'Add' }).click();
    const row = page.getByRole('row').filter({ hasText: limit });
    await row.getByText('0 of 1').waitFor();
    await row.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
    await row.waitFor({ state: 'detached' });
  });

  it('pauses schedules by tag and resumes them', async () => {
    await page.goto(`${target.url}/w/${WORKSPACE}/schedules`);
    const filter = page.getByRole('combobox', { name: 'Only SLXs with this tag' });
    await filter.fill(`=${suffix}`);
    await page.getByText('Expected name=value').waitFor();
    assert.equal(await page.getByRole('button', { name: /all schedules|schedules tagged/ }).count(), 0);
    await filter.fill(`suite=${suffix}`);
    const row = page.getByRole('row').filter({ hasText: slow });
    await row.getByText('0 3 1 1 * Europe/Berlin').waitFor();
    await page.getByRole('button', { name: `Pause schedules tagged suite=${suffix}` }).click();
    const popover = page.getByRole('dialog');
    await popover.getByLabel('Reason').fill('The browser test wants silence');
    await popover.getByRole('button', { name: 'Pause' }).click();
    await row.getByText('Paused', { exact: true }).waitFor();
    await row.getByText('The browser test wants silence').waitFor();
    await page.getByText('1 schedule paused').waitFor();
    await page.getByRole('button', { name: `Resume schedules tagged suite=${suffix}` }).click();
    await popover.getByRole('button', { name: 'Resume' }).click();
    await row.getByText('On', { exact: true }).waitFor();
  });

  it('says what a maintenance window would hold, creates it and deletes it', async () => {
    await page.goto(`${target.url}/w/${WORKSPACE}/schedules?tab=maintenance`);
    await page.getByRole('button', { name: 'Create a window' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill(maintenance);
    await dialog.getByLabel('Reason').fill('The browser test works here');
    await dialog.getByRole('combobox', { name: 'Tags' }).fill(`suite=${suffix}`);
    await dialog.getByRole('combobox', { name: 'Tags' }).press('Enter');
    await dialog.getByLabel('Until').fill(`${new Date().getFullYear() + 1}-06-01T12:00`);
    await dialog.getByText(`It holds 1 SLX: ${slow}`).waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    await dialog.getByRole('button', { name: 'Create' }).click();
    const row = page.getByRole('row').filter({ hasText: maintenance });
    await row.getByText('Active', { exact: true }).waitFor();
    await row.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
    await row.waitFor({ state: 'detached' });
  });

  it('offers nothing that changes something to who may only look', async () => {
    const { page: own, context } = await newPage(browser);
    await own.route('**/api/v3/session', async (route) => {
      const answer = await route.fetch();
      const identity = await answer.json();
      await route.fulfill({ response: answer, json: { ...identity, roles: { '*': 'readonly' } } });
    });
    await logIn(own);
    const [session] = (await api('GET', `${base}/runsessions?limit=1`)).results;
    for (const path of [
      `/w/${WORKSPACE}/runsessions/${session.id}`,
      `/w/${WORKSPACE}/queue`,
      `/w/${WORKSPACE}/queue?tab=limits`,
      `/w/${WORKSPACE}/schedules`,
      `/w/${WORKSPACE}/schedules?tab=maintenance`,
      '/workers',
    ]) {
      await own.goto(target.url + path);
      await settled(own);
      const deeds = own.getByRole('button', {
        name: /^(Cancel|Run .*again|Purge|Add|Change|Remove|Pause|Resume|Create|Delete|Drain)/,
      });
      assert.deepEqual(await deeds.allTextContents(), [], `${path} offers nothing`);
    }
    await context.close();
  });

  it('never threw, logged no error and kept to the content security policy', () => {
    assert.deepEqual(faults, []);
  });
});
