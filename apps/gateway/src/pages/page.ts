import { createHash } from 'node:crypto';
import { languageOf, type Language } from '@wangge/platform/messages/catalogue';
import { gatewayMessages } from './gateway-messages';

/** Marks text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

type Part = Html | string | number | undefined | false | readonly Part[];
const rendered = (part: Part): string =>
  part === undefined || part === false
    ? ''
    : part instanceof Html
      ? part.text
      : Array.isArray(part)
        ? part.map(rendered).join('')
        : escape(String(part));

/** A template whose values are escaped unless they are `Html`. */
export const html = (texts: TemplateStringsArray, ...values: readonly Part[]): Html =>
  new Html(texts.map((text, index) => text + rendered(values[index])).join(''));

const STYLE = `
:root{color-scheme:light dark;--ink:#1d2433;--soft:#5b6475;--line:#d9dee7;--paper:#fff;--ground:#f3f5f9;--accent:#1456b8;--warn:#9a5b00;--warn-bg:#fff6e5}
@media(prefers-color-scheme:dark){:root{--ink:#e8ebf2;--soft:#a3adbf;--line:#38415a;--paper:#1b2130;--ground:#12161f;--accent:#7fb0ff;--warn:#ffce85;--warn-bg:#33270f}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;background:var(--ground);color:var(--ink);font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;display:grid;place-items:center;padding:24px}
main{width:100%;max-width:640px;background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:32px}
h1{font-size:1.5rem;margin:0 0 8px}h2{font-size:1.125rem;margin:24px 0 8px}p{margin:0 0 16px}.soft{color:var(--soft)}a{color:var(--accent)}
.flag{display:inline-block;border:1px solid var(--warn);color:var(--warn);background:var(--warn-bg);border-radius:999px;padding:1px 12px;font-size:.875rem;margin-bottom:16px}
.note{border-left:3px solid var(--warn);padding:4px 12px;background:var(--warn-bg);color:var(--warn)}
.accounts{display:grid;grid-template-columns:repeat(auto-fill,minmax(170px,1fr));gap:8px;margin:0 0 24px;padding:0;list-style:none}
button,input{font:inherit;color:inherit;border:1px solid var(--line);border-radius:8px;background:var(--paper);padding:8px 12px}
button{cursor:pointer;width:100%;text-align:left}button:hover,button:focus-visible,input:focus-visible{border-color:var(--accent);outline:2px solid var(--accent);outline-offset:1px}
button small{display:block;color:var(--soft)}button.plain{width:auto;margin-top:16px}button.main{background:var(--accent);border-color:var(--accent);color:var(--paper);width:auto;text-align:center}
form.row{display:flex;gap:8px;flex-wrap:wrap;align-items:end}form.row label{flex:1 1 180px}form.row input{width:100%}ul.links{padding-left:20px}`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

export interface Page {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A page of ours: nothing from elsewhere, no script unless given.
 * @param formTargets origins that its forms may lead to beside our own (sign-in goes through the provider to the console)
 */
export function page(
  language: Language,
  title: string,
  content: Html,
  options: { script?: string; formTargets?: readonly string[] } = {},
): Page {
  const scriptHash =
    options.script === undefined
      ? "'none'"
      : `'sha256-${createHash('sha256').update(options.script).digest('base64')}'`;
  // Built as plain text: the hashes in the policy hold for exactly these bytes between the tags.
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title><style>${STYLE}</style>`;
  const script = options.script === undefined ? '' : `<script>${options.script}</script>`;
  const body = `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head>${head}</head><body><main>${content.text}</main>${script}</body></html>`;
  return {
    body,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; script-src ${scriptHash}; form-action ${["'self'", ...(options.formTargets ?? [])].join(' ')}; base-uri 'none'; frame-ancestors 'none'`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      vary: 'accept-language',
    },
  };
}

/** Texts in the asked language. */
export const textsFor = (acceptLanguage: string | undefined) => {
  const language = languageOf(acceptLanguage);
  const say = (key: Parameters<typeof gatewayMessages.say>[0], parameters?: Record<string, string | number>) =>
    gatewayMessages.say(key, language, parameters);
  return { language, say };
};
