import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { START_MS, sharedSystem } from './shared-installation';
import { PATIENCE_MS, type System } from './system';

jest.setTimeout(PATIENCE_MS);

const chromiums = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
  ['/usr/bin', '/usr/local/bin'].map((folder) => `${folder}/${name}`),
);
const executablePath = process.env.WANGGE_TEST_CHROMIUM ?? chromiums.find((path) => existsSync(path));
const withBrowser = executablePath ? it : it.skip;
const why = executablePath ? '' : ' — because there is no Chromium here';

let system: System;
let browser: Browser | undefined;
beforeAll(async () => {
  system = await sharedSystem();
  if (executablePath) browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
}, START_MS);
afterAll(async () => browser?.close());

/** A browser that has never been here, led to the address and signed in as the account on the way. */
async function visit(address: string, account: string): Promise<Page> {
  const page = await browser!.newPage({ locale: 'zh-CN', viewport: { width: 1600, height: 1200 } });
  page.setDefaultTimeout(60_000);
  await page.goto(address);
  await page.click(`button[value="${account}"]`);
  return page;
}

describe('an administrator in the Temporal UI', () => {
  withBrowser(`finds a case and reads it like its file${why}`, async () => {
    const { number } = await system.file();
    await system.reach(number, 'assigned');
    await system.do(number, 'accept', 'handler-a');
    const { adminUrl } = system.installation;

    // Asked who they are first, then led to where they wanted.
    const page = await visit(`${adminUrl}/namespaces/wangge/workflows`, 'admin');
    await page.waitForURL(`${adminUrl}/namespaces/wangge/workflows*`);
    await page.getByRole('columnheader', { name: 'Stage' }).waitFor();
    for (const column of ['Stage', 'District', 'Unit', 'DueAt', 'Overdue'])
      await page.getByRole('columnheader', { name: column, exact: true }).waitFor();
    await page.getByRole('button', { name: /Saved Views/ }).click();
    for (const view of ['逾期', '本区在办', '待复查', '暂定时限', '卡住'])
      await page.getByText(view, { exact: true }).waitFor();
    await page.keyboard.press('Escape');

    const query = encodeURIComponent(`\`WorkflowId\`="petition:${number}"`);
    await page.goto(`${adminUrl}/namespaces/wangge/workflows?query=${query}`);
    const row = page.getByRole('row').filter({ hasText: `petition:${number}` });
    for (const cell of ['handling', '410105', 'unit-a']) await row.getByText(cell, { exact: true }).waitFor();
    await row
      .getByRole('link', { name: `petition:${number}` })
      .first()
      .click();

    // Timeline: the running clock by its article. Input: decoded.
    await page
      .getByText(/北京市接诉即办工作条例 第13条/)
      .first()
      .waitFor();
    await page.getByText(`"${number}"`).first().waitFor();

    await page.getByText('User Metadata', { exact: true }).click();
    const details = page.locator('iframe').last().contentFrame();
    await details.getByText('任务处理', { exact: true }).waitFor();
    await details.getByText('unit-a / handler-a').waitFor();
    await details
      .getByRole('cell', { name: /第13条/ })
      .first()
      .waitFor();
    await page.close();
  });

  withBrowser(`is nobody without that role${why}`, async () => {
    const { adminUrl } = system.installation;
    const page = await visit(`${adminUrl}/namespaces/wangge/workflows`, 'handler-a');
    await page.waitForURL(`${adminUrl}/**`);
    expect(await page.locator('body').innerText()).toContain('无权');
    await page.close();
  });
});

describe('the page', () => {
  withBrowser(`shows an officer the cases and takes a command${why}`, async () => {
    const { publicUrl } = system.installation;
    const title = `路面塌陷 ${Date.now()}`;
    const { number } = await system.file({ title });
    await system.reach(number, 'assigned');
    const page = await visit(`${publicUrl}/auth/login?return=${encodeURIComponent(`/cases/${number}`)}`, 'handler-a');
    await page.getByText(title).first().waitFor();
    await page.getByRole('button', { name: /^受 ?理$/ }).click();
    await page.getByRole('textbox').first().fill('属于本单位职责');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /受\s*理|提\s*交|确\s*定/ })
      .last()
      .click();
    await system.reach(number, 'handling');
    await page.close();
  });
});
