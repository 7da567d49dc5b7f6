import { GlobalOutlined, LogoutOutlined, MenuOutlined } from '@ant-design/icons';
import { Button, Drawer, Dropdown } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { NavLink, useLocation } from 'react-router';
import { useLanguage } from '../language/language';
import type { MessageKey } from '../language/messages';
import { type Me, seesWorkflows, SIGN_OUT, signInAddress } from '../session/session';

interface Way {
  readonly to: string;
  readonly key: MessageKey;
}

const FOR_STRANGERS: readonly Way[] = [
  { to: '/file', key: 'nav.file' },
  { to: '/query', key: 'nav.query' },
];
const FOR_STAFF: readonly Way[] = [
  { to: '/cases', key: 'nav.cases' },
  { to: '/work-orders', key: 'nav.work' },
  { to: '/file', key: 'nav.file' },
  { to: '/deadlines', key: 'nav.deadlines' },
  { to: '/rules', key: 'nav.rules' },
  { to: '/reference', key: 'nav.reference' },
];

/** The frame of every page: where one can go, who is signed in, the language. */
export function Layout({ me, children }: { readonly me: Me | null | undefined; readonly children: ReactNode }) {
  const { say } = useLanguage();
  const { pathname } = useLocation();
  const [opened, setOpened] = useState(false);
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    setOpened(false);
    // Another page: its beginning is where reading and the keyboard go on.
    if (shown.current === pathname) return;
    shown.current = pathname;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  const ways = me ? FOR_STAFF : FOR_STRANGERS;
  return (
    <>
      <a className="skip" href="#main">
        {say('nav.skip')}
      </a>
      <header className="top">
        <div className="top-inner">
          <Button
            className="only-narrow"
            type="text"
            icon={<MenuOutlined />}
            aria-label={say('nav.menu')}
            aria-expanded={opened}
            onClick={() => setOpened(true)}
          />
          <NavLink to="/" className="brand">
            <img src="/icon.svg" alt="" width={26} height={26} />
            <span>{say('product')}</span>
          </NavLink>
          <nav className="ways only-wide" aria-label={say('nav.heading')}>
            <Ways ways={ways} />
            {me && seesWorkflows(me) && <a href="/temporal">{say('nav.temporal')}</a>}
          </nav>
          <div className="top-end">
            <LanguageSwitch />
            {me && <Account me={me} />}
            {me === null && (
              <Button type="primary" href={signInAddress(window.location.pathname + window.location.search)}>
                {say('nav.sign-in')}
              </Button>
            )}
          </div>
        </div>
      </header>
      <Drawer title={say('product')} placement="left" size={280} open={opened} onClose={() => setOpened(false)}>
        <nav className="ways-down" aria-label={say('nav.heading')}>
          <Ways ways={ways} />
          {me && seesWorkflows(me) && <a href="/temporal">{say('nav.temporal')}</a>}
        </nav>
      </Drawer>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <footer className="bottom soft">
        <span>{say('product.long')}</span>
        <a href="/docs">{say('nav.docs')}</a>
      </footer>
    </>
  );
}

function Ways({ ways }: { readonly ways: readonly Way[] }) {
  const { say } = useLanguage();
  return ways.map(({ to, key }) => (
    <NavLink key={to} to={to}>
      {say(key)}
    </NavLink>
  ));
}

function LanguageSwitch() {
  const { language, switchTo } = useLanguage();
  const other = language === 'zh' ? ({ to: 'en', name: 'English' } as const) : ({ to: 'zh', name: '中文' } as const);
  return (
    <Button type="text" icon={<GlobalOutlined />} lang={other.to} onClick={() => switchTo(other.to)}>
      {other.name}
    </Button>
  );
}

/** Who is signed in, with what posts. */
function Account({ me }: { readonly me: Me }) {
  const { say } = useLanguage();
  const posts = me.grants.map(({ role, unit, grid }) => [say(`role.${role}`), unit, grid].filter(Boolean).join(' · '));
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          {
            key: 'posts',
            type: 'group',
            label: `${me.name} · ${me.account}`,
            children: posts.map((post, index) => ({ key: `post-${index}`, label: post, disabled: true })),
          },
          { type: 'divider' },
          { key: 'out', icon: <LogoutOutlined />, label: <a href={SIGN_OUT}>{say('nav.sign-out')}</a> },
        ],
      }}
    >
      <Button type="text" aria-label={`${say('nav.account')}: ${me.name}`}>
        <span className="avatar" aria-hidden="true">
          {me.name.slice(0, 1)}
        </span>
        <span className="only-wide">{me.name}</span>
      </Button>
    </Dropdown>
  );
}
