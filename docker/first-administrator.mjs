/**
 * The first administrator (平台管理员) of an installation without samples: everybody else is made by this one over the API.
 *   node docker/first-administrator.mjs --account ACCOUNT --name 姓名 --city 4101 --city-name 郑州市
 * Runs with the gateway's environment, whose key it signs with; what it makes goes through dispatch and its audit trail.
 */
import { parseArgs } from 'node:util';
import keys from '@wangge/platform/identity/identity-keys';
import tokens from '@wangge/platform/identity/identity-token';
import { Refusal, runMain } from '../tools/repository.ts';

const text = { type: 'string' };
const { values } = parseArgs({ options: { account: text, name: text, city: text, 'city-name': text } });

runMain(async () => {
  const { account, name, city, 'city-name': cityName } = values;
  if (!account || !name || !city || !cityName)
    throw new Refusal('--account, --name, --city (code of the city grid) and --city-name are needed.');
  const { WANGGE_DISPATCH_URL: dispatch, WANGGE_IDENTITY_SIGNING_KEY: key } = process.env;
  const actor = { id: 'installation', grants: [{ role: 'administrator', grid: city }] };
  const token = await tokens.signIdentity(actor, keys.signingKeyOf(keys.parseJwks(key)));
  const create = async (path, body) => {
    const answer = await fetch(`${dispatch}/api/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Refusal(`${path}: HTTP ${answer.status} ${await answer.text()}`);
    console.log(`${path}: ${body.code} ${answer.status === 201 ? 'made' : 'was there already'}`);
  };
  await create('grids', { code: city, name: cityName });
  await create('people', { code: account, name });
  await create('posts', {
    code: 'first-administrator',
    name: '平台管理员',
    role: 'administrator',
    gridCode: city,
    person: account,
  });
});
