import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Refusal } from '../repository.ts';

/** Who runs PostgreSQL, which refuses to run as root: nobody else unless we are root, then the system user `postgres`. */
export interface PostgresUser {
  uid: number;
  gid: number;
}

const capability = { dac_override: 1, dac_read_search: 2 };

export function postgresUser(): PostgresUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return findUser() ?? createUser();
}

function findUser(): PostgresUser | undefined {
  const number = (option: string) => spawnSync('id', [option, 'postgres'], { encoding: 'utf8' });
  const [uid, gid] = [number('-u'), number('-g')];
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}

function createUser(): PostgresUser {
  spawnSync('groupadd', ['--system', 'postgres']);
  spawnSync('useradd', ['--system', '--no-create-home', '--gid', 'postgres', 'postgres']);
  const user = findUser();
  if (user) return user;
  throw new Refusal(
    'PostgreSQL does not run as root, and the system user `postgres` it would run as could not be created. ' +
      'Create it, or start as an ordinary user.',
  );
}

/**
 * How a command is run as that user. Below a folder that only root may enter (a clone in /root, a temporary folder) the
 * user would not even reach the binary; it then gets the one capability to pass folders, and still is not root.
 */
export function asPostgresUser(
  user: PostgresUser | undefined,
  command: string,
  args: string[],
  paths: string[],
): { command: string; args: string[]; user?: PostgresUser } {
  if (!user) return { command, args };
  const closed = [command, ...paths].map((path) => closedFolderAbove(path, user)).find((folder) => folder);
  if (!closed) return { command, args, user };
  const name = heldCapability();
  if (!name || spawnSync('setpriv', ['--version']).status !== 0)
    throw new Refusal(
      `PostgreSQL runs as the system user \`postgres\`, which may not enter ${closed}. ` +
        `Allow it (chmod o+x ${closed}), put the clone and WANGGE_DATA elsewhere, or start as an ordinary user.`,
    );
  const { uid, gid } = user;
  const options = [
    // PostgreSQL asks beforehand whether it may run its programs (access(2)), which leaves capabilities out without this.
    '--securebits=+no_setuid_fixup',

    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    `--inh-caps=+${name}`,
    `--ambient-caps=+${name}`,
  ];
  return { command: 'setpriv', args: [...options, '--', command, ...args] };
}

function closedFolderAbove(path: string, { uid, gid }: PostgresUser): string | undefined {
  const folder = dirname(path);
  const { mode, uid: owner, gid: group } = statSync(folder);
  const mayEnter = owner === uid ? mode & 0o100 : group === gid ? mode & 0o010 : mode & 0o001;
  if (!mayEnter) return folder;
  return folder === '/' ? undefined : closedFolderAbove(folder, { uid, gid });
}

function heldCapability(): keyof typeof capability | undefined {
  try {
    const [, hex] = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    const held = BigInt(`0x${hex}`);
    const has = (name: keyof typeof capability) => (held >> BigInt(capability[name])) & 1n;
    return has('dac_read_search') ? 'dac_read_search' : has('dac_override') ? 'dac_override' : undefined;
  } catch {
    return undefined;
  }
}
