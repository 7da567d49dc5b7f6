import { QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider, Skeleton } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import { createQueries } from './api/queries';
import { LanguageProvider, useLanguage } from './language/language';
import { FaultBoundary } from './layout/fault-boundary';
import { Layout } from './layout/layout';
import { SignInFirst } from './layout/sign-in-first';
import { StartPage } from './layout/start-page';
import { type Me, useSession } from './session/session';
import { Nothing, Read } from './shown/outcome';
import { PageFrame } from './shown/page-frame';
import { theme } from './theme';

// Each page is loaded when somebody goes there.
const FilePage = lazy(async () => ({ default: (await import('./filing/file-page')).FilePage }));
const QueryPage = lazy(async () => ({ default: (await import('./filing/query-page')).QueryPage }));
const CaseListPage = lazy(async () => ({ default: (await import('./cases/case-list')).CaseListPage }));
const CasePage = lazy(async () => ({ default: (await import('./cases/case-page')).CasePage }));
const WorkOrdersPage = lazy(async () => ({
  default: (await import('./work-orders/work-orders-page')).WorkOrdersPage,
}));
const ReferencePage = lazy(async () => ({ default: (await import('./reference/reference-page')).ReferencePage }));
const DeadlinesPage = lazy(async () => ({ default: (await import('./rules/deadlines-page')).DeadlinesPage }));
const RulePacksPage = lazy(async () => ({ default: (await import('./rules/rule-packs-page')).RulePacksPage }));
const RulePackPage = lazy(async () => ({ default: (await import('./rules/rule-pack-page')).RulePackPage }));
const ComparePage = lazy(async () => ({ default: (await import('./rules/compare-page')).ComparePage }));
const PublishPage = lazy(async () => ({ default: (await import('./rules/publish-page')).PublishPage }));

export function Application() {
  const [queries] = useState(createQueries);
  return (
    <LanguageProvider>
      <Design>
        <QueryClientProvider client={queries}>
          <BrowserRouter>
            <Frame />
          </BrowserRouter>
        </QueryClientProvider>
      </Design>
    </LanguageProvider>
  );
}

function Design({ children }: { readonly children: ReactNode }) {
  const { language } = useLanguage();
  return (
    <ConfigProvider locale={language === 'zh' ? zhCN : enUS} theme={theme} button={{ autoInsertSpace: false }}>
      <App>{children}</App>
    </ConfigProvider>
  );
}

function Frame() {
  const session = useSession();
  const { pathname } = useLocation();
  return (
    <Layout me={session.data}>
      <FaultBoundary key={pathname}>
        <Suspense fallback={<Skeleton active />}>
          <Read of={session}>{(me) => <Pages me={me} />}</Read>
        </Suspense>
      </FaultBoundary>
    </Layout>
  );
}

function Pages({ me }: { readonly me: Me | null }) {
  const forStaff = (page: (signedIn: Me) => ReactNode) => (me ? page(me) : <SignInFirst />);
  return (
    <Routes>
      <Route path="/" element={me ? <Navigate to="/cases" replace /> : <StartPage />} />
      <Route path="/file" element={<FilePage me={me} />} />
      <Route path="/query" element={<QueryPage />} />
      <Route
        path="/cases"
        element={forStaff((signedIn) => (
          <CaseListPage me={signedIn} />
        ))}
      />
      <Route
        path="/cases/:number"
        element={forStaff((signedIn) => (
          <CasePage me={signedIn} />
        ))}
      />
      <Route
        path="/work-orders"
        element={forStaff((signedIn) => (
          <WorkOrdersPage me={signedIn} />
        ))}
      />
      <Route
        path="/reference"
        element={forStaff(() => (
          <Navigate to="/reference/matter-items" replace />
        ))}
      />
      <Route
        path="/reference/:view"
        element={forStaff(() => (
          <ReferencePage />
        ))}
      />
      <Route
        path="/deadlines"
        element={forStaff(() => (
          <DeadlinesPage />
        ))}
      />
      <Route
        path="/rules"
        element={forStaff((signedIn) => (
          <RulePacksPage me={signedIn} />
        ))}
      />
      <Route
        path="/rules/publish"
        element={forStaff((signedIn) => (
          <PublishPage me={signedIn} />
        ))}
      />
      <Route
        path="/rules/:id/compare"
        element={forStaff(() => (
          <ComparePage />
        ))}
      />
      <Route
        path="/rules/:id/:version"
        element={forStaff(() => (
          <RulePackPage />
        ))}
      />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}

function NoSuchPage() {
  const { say } = useLanguage();
  return (
    <PageFrame title={say('no-page.title')}>
      <Nothing title={say('no-page.why')} />
    </PageFrame>
  );
}
