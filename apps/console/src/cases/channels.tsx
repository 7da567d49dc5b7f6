import { useLanguage } from '../language/language';

/** Ways in which a matter comes; others are shown by their code. */
export const CHANNELS = ['phone', 'web', 'app', 'letter', 'visit', 'patrol'] as const;
export type Channel = (typeof CHANNELS)[number];

const isChannel = (code: string): code is Channel => (CHANNELS as readonly string[]).includes(code);

export function ChannelName({ code }: { readonly code: string }) {
  const { say } = useLanguage();
  return isChannel(code) ? say(`channel.${code}`) : code;
}
