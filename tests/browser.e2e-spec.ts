import { existsSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { START_MS, sharedSystem } from './shared-installation';
import { COMMUNITY, mark, PATIENCE_MS, type System } from './system';

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

/** A browser that has never been here, at the address. */
async function arrive(address: string): Promise<Page> {
  const page = await browser!.newPage({ locale: 'zh-CN', viewport: { width: 1600, height: 1200 } });
  page.setDefaultTimeout(60_000);
  await page.goto(address);
  return page;
}

/** The same, signed in as the account on the way. */
async function visit(address: string, account: string): Promise<Page> {
  const page = await arrive(address);
  await page.click(`button[value="${account}"]`);
  return page;
}

/** Chooses the option with these words from a list that is searched by typing. */
async function choose(within: Page | Locator, label: RegExp, words: string): Promise<void> {
  const box = within.getByRole('combobox', { name: label });
  await box.fill(words);
  await box.page().locator('.ant-select-item-option', { hasText: words }).first().click();
}

/** Presses a command of the case page, fills in its form and sends it. */
async function command(page: Page, name: string, fill: (form: Locator) => Promise<unknown> = async () => {}) {
  await page.getByRole('button', { name, exact: true }).click();
  const form = page.getByRole('dialog');
  await fill(form);
  await form.getByLabel('理由').fill('依法办理');
  await form.getByRole('button', { name: '提交' }).click();
  await form.waitFor({ state: 'hidden' });
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

  withBrowser(`takes a petition from a stranger, who follows it by number and query code${why}`, async () => {
    const { publicUrl } = system.installation;
    const title = mark('预付卡停业不退款');
    const stranger = await arrive(`${publicUrl}/file?kind=petition`);
    await choose(stranger, /事项类别/, '预付卡');
    await choose(stranger, /网格/, COMMUNITY);
    await stranger.getByLabel('标题').fill(title);
    await stranger.getByLabel('投诉请求 1').fill('退还预付款余额');
    // A telephone number alone is nobody's: said at the field, and nothing is sent.
    const first = stranger.getByRole('group', { name: '第 1 人' });
    await first.getByLabel('电话').fill('13812345678');
    await stranger.getByRole('button', { name: '提交' }).click();
    await first.getByText('请填写姓名').waitFor();
    await first.getByLabel('姓名').fill('钱多多');
    await stranger.getByRole('button', { name: /添加一人$/ }).click();
    await stranger.getByRole('group', { name: '第 2 人' }).getByLabel('姓名').fill('孙小美');
    await stranger.getByRole('button', { name: '提交' }).click();
    const number = await stranger.getByTestId('filed-number').innerText();
    expect(await stranger.getByTestId('filed-code').innerText()).toMatch(/^[0-9A-Z]{8,}$/);

    const address = `${publicUrl}/auth/login?return=${encodeURIComponent(`/cases/${number}`)}`;
    const officer = await visit(address, 'petition-officer');
    await officer.getByRole('heading', { name: title }).waitFor();
    await command(officer, '登记');
    await command(officer, '转送交办', (form) => choose(form, /^\W*单位$/, '郑州市城市管理局'));
    // Who petitioned is shown for a reason.
    await officer.getByRole('tab', { name: '信访人' }).click();
    await officer.getByLabel('查看理由').fill('核实诉求');
    await officer.getByRole('button', { name: '查看信访人信息' }).click();
    for (const name of ['钱多多', '孙小美']) await officer.getByText(name).waitFor();

    const handler = await visit(address, 'handler-a');
    await command(handler, '受理');
    expect(await system.read(number)).toMatchObject({ stage: 'handling', responsible: { person: 'handler-a' } });

    await stranger.getByRole('status').getByRole('link', { name: '查询进度' }).click();
    const found = stranger.getByRole('status').filter({ hasText: title });
    await found.locator('.stage', { hasText: /^办理$/ }).waitFor();
    await found.getByText('郑州市城市管理局').waitFor();
    // The time limit with its article, the notice that it was accepted, and who read the petitioners' data.
    await stranger.getByText('信访工作条例 第34条').waitFor();
    await stranger.getByText('受理告知书').waitFor();
    await stranger.getByRole('listitem').filter({ hasText: '郑州市信访局' }).getByText('查看信访人信息').waitFor();
    const download = stranger.waitForEvent('download');
    await stranger.getByRole('button', { name: '下载受理告知书' }).click();
    expect((await download).suggestedFilename()).toMatch(/^受理告知书.*\.pdf$/);
    for (const page of [stranger, officer, handler]) await page.close();
  });
});
