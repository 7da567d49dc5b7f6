/**
 * Where to go after signing in or out: a path of the public origin, or an address of one of our two origins. Everything
 * else would make the sign-in page a way to send people to strangers.
 * @returns the absolute address, or undefined when it is not ours
 */
export function returnAddress(asked: string | undefined, publicUrl: string, adminUrl: string): string | undefined {
  const [home, admin] = [new URL(publicUrl), new URL(adminUrl)];
  if (asked === undefined || asked === '') return home.href;
  // Browsers read a backslash as a slash and skip control characters: what we compare must be what they follow.
  if (asked.length > 2_000 || hasTraps(asked)) return undefined;
  if (!asked.startsWith('/') && !/^https?:\/\//.test(asked)) return undefined;
  if (!URL.canParse(asked, home.href)) return undefined;
  const address = new URL(asked, home.href);
  if (address.username !== '' || address.password !== '') return undefined;
  return address.origin === home.origin || address.origin === admin.origin ? address.href : undefined;
}

const hasTraps = (text: string): boolean =>
  [...text].some(
    (character) => character === '\\' || character.codePointAt(0)! < 0x21 || character.codePointAt(0) === 0x7f,
  );
