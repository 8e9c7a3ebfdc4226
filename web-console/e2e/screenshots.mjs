import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { logIn, newPage, openBrowser, pages, settled, target } from './browser.mjs';

const directory = process.env.SCREENSHOTS ?? path.join(import.meta.dirname, 'output');
const label = process.env.SCREENSHOTS_LABEL ? `${process.env.SCREENSHOTS_LABEL}-` : '';
await mkdir(directory, { recursive: true });

const browser = await openBrowser();
try {
  for (const scheme of ['light', 'dark']) {
    const { page } = await newPage(browser, { colorScheme: scheme });
    const shoot = (name) => page.screenshot({ path: path.join(directory, `${label}${name}-${scheme}.png`) });
    await page.goto(target.url);
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await shoot('login');
    await logIn(page);
    for (const [name, address] of await pages()) {
      await page.goto(target.url + address);
      await settled(page);
      // Charts and logs draw a frame after their data came.
      await page.waitForLoadState('load');
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      await shoot(name);
    }
    await page.goto(`${target.url}/codecollections`);
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByLabel('Repository URL').fill('https://git.example/ops/checks.git');
    await shoot('register');
    await page.setViewportSize({ width: 420, height: 860 });
    await page.goto(`${target.url}/w/default/tasks`);
    await settled(page);
    await shoot('tasks-narrow');
    await page.context().close();
  }
} finally {
  await browser.close();
}
console.log(`Screenshots are in ${directory}`);
