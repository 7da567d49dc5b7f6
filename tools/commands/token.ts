import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { describeInstallation } from '../installation.ts';
import { Refusal } from '../repository.ts';
import { ensureSecrets, secretsFile } from '../secrets.ts';

export function register(program: Command): void {
  program
    .command('token')
    .description(
      '取得示例账号的访问令牌 / an access token for a sample account, while the embedded sign-in provider runs',
    )
    .argument('<user>', 'a sample account: petition-officer, handler-a, admin …')
    .option('--json', 'the whole answer as JSON')
    .action(async (user: string, options: { json?: true }) => {
      const answer = await requestToken(user);
      console.log(options.json ? JSON.stringify(answer) : answer.access_token);
    });
}

interface TokenAnswer {
  access_token: string;
  expires_in?: number;
}

/** Asks the gateway with the operator's secret, which only who may read the data folder knows. */
export async function requestToken(user: string): Promise<TokenAnswer> {
  const installation = describeInstallation();
  const { publicUrl } = installation;
  if (!existsSync(secretsFile(installation)))
    throw new Refusal(`There is no installation in ${installation.folders.data}. \`npm start\` makes one.`);
  const form = new URLSearchParams({
    grant_type: 'urn:wangge:grant:operator',
    account: user,
    client_id: 'wangge-operator',
    client_secret: ensureSecrets(installation).operatorSecret,
  });
  const signal = AbortSignal.timeout(15_000);
  const answer = await fetch(`${publicUrl}/oidc/token`, { method: 'POST', body: form, signal }).catch(() => {
    throw new Refusal(`Nothing answers at ${publicUrl}. Is it running? \`npx wangge doctor\` says so.`);
  });
  const body = (await answer.json().catch(() => ({}))) as Partial<TokenAnswer> & Record<string, string | undefined>;
  if (answer.ok && body.access_token) return body as TokenAnswer;
  const reason = body.error_description ?? body.title ?? body.error ?? `HTTP ${answer.status}`;
  throw new Refusal(`No token for ${user}: ${reason}`);
}
