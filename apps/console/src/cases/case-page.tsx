import { ReloadOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Tabs } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import { Problem } from '../api/problem';
import { useLanguage } from '../language/language';
import { mayReachPeople, type Me, seesOpenings, seesWorkflows } from '../session/session';
import { Flag } from '../shown/due';
import { Nothing, Read } from '../shown/outcome';
import { PageFrame } from '../shown/page-frame';
import { caseAddress, caseKey, type CaseView, useCase, useCaseEvents, useSuggestions } from './case';
import { CaseEvents } from './case-events';
import { CaseFacts } from './case-facts';
import { CaseNumber } from './case-number';
import { ClockList } from './clock-list';
import { CommandBar } from './command-bar';
import { Documents } from './documents';
import { PetitionOfCase } from './petition-of-case';
import { PetitionersPanel } from './petitioners-panel';
import { isOver } from './process-texts';
import { SimilarCases } from './similar-cases';
import { StageTag } from './stage-tag';
import { StageSteps } from './stage-steps';

const TABS = ['case', 'documents', 'people', 'events'] as const;

/** The gateway sends this on to the Temporal UI's own origin. */
const workflowAddress = (number: string): string =>
  `/temporal/namespaces/wangge/workflows/${encodeURIComponent(`petition:${number}`)}`;

/** One case: where it stands, who holds it, its clocks, what may be done now, and everything that was done. */
export function CasePage({ me }: { readonly me: Me }) {
  const { say } = useLanguage();
  const { number = '' } = useParams();
  const found = useCase(number);
  if (found.error instanceof Problem && found.error.status === 404)
    return (
      <PageFrame title={number}>
        <Nothing title={say('case.not-found')}>
          <p>{say('case.not-found-why')}</p>
          <Link to="/cases">{say('case.back')}</Link>
        </Nothing>
      </PageFrame>
    );
  return (
    <Read of={found}>
      {(about) => (
        <ShownCase about={about} me={me} refresh={() => void found.refetch()} refreshing={found.isFetching} />
      )}
    </Read>
  );
}

interface ShownCaseProperties {
  readonly about: CaseView;
  readonly me: Me;
  readonly refresh: () => void;
  readonly refreshing: boolean;
}

function ShownCase({ about, me, refresh, refreshing }: ShownCaseProperties) {
  const { say } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const queries = useQueryClient();
  const events = useCaseEvents(about.number);
  const similar = useSuggestions(about.number).data?.similar ?? [];
  const readAgain = (what: 'openings' | 'events' | 'documents' | 'suggestions') =>
    void queries.invalidateQueries({ queryKey: [...caseKey(about.number), what] });
  const refreshAll = () => {
    refresh();
    for (const what of ['events', 'documents', 'suggestions', 'openings'] as const) readAgain(what);
  };
  const extended = events.data?.some((event) => event.command === 'approve-extension') ?? true;
  return (
    <PageFrame
      title={about.title}
      tab={`${about.number} ${about.title}`}
      intro={
        <span className="marks">
          <CaseNumber of={about} />
          <StageTag kind={about.kind} stage={about.stage} />
          {about.overdue && <Flag tone="late">{say('case.overdue')}</Flag>}
          {about.restricted && (
            <span title={say('case.restricted-why')}>
              <Flag tone="soon">{say('case.restricted')}</Flag>
            </span>
          )}
        </span>
      }
      actions={
        <>
          {seesWorkflows(me) && (
            <Button href={workflowAddress(about.number)} target="_blank" rel="noreferrer">
              {say('case.workflow')}
            </Button>
          )}
          <Button icon={<ReloadOutlined />} onClick={refreshAll} loading={refreshing}>
            {say('action.refresh')}
          </Button>
        </>
      }
    >
      <StageSteps kind={about.kind} stage={about.stage} reached={events.data?.flatMap(({ from, to }) => [from, to])} />
      <CommandBar about={about} />
      <Tabs
        activeKey={TABS.find((tab) => tab === search.get('tab')) ?? 'case'}
        onChange={(tab) => setSearch(tab === 'case' ? {} : { tab }, { replace: true })}
        items={[
          {
            key: 'case',
            label: say('case.tab.case'),
            children: (
              <div className="beside-each-other">
                <div>
                  <PetitionOfCase of={about} />
                  <section className="panel" aria-labelledby="clocks-heading">
                    <h2 id="clocks-heading">{say('case.clocks')}</h2>
                    <ClockList of={about} extended={extended} />
                  </section>
                </div>
                <div>
                  <section className="panel" aria-labelledby="facts-heading">
                    <h2 id="facts-heading">{say('case.facts')}</h2>
                    <CaseFacts of={about} />
                  </section>
                  {similar.length > 0 && !isOver(about.kind, about.stage) && <SimilarCases of={similar} />}
                </div>
              </div>
            ),
          },
          {
            key: 'documents',
            label: say('case.tab.documents'),
            children: (
              <section className="panel">
                <Documents
                  address={`${caseAddress(about.number)}/documents`}
                  queryKey={[...caseKey(about.number), 'documents']}
                  onRead={() => readAgain('openings')}
                />
              </section>
            ),
          },
          ...(mayReachPeople(me) || seesOpenings(me)
            ? [
                {
                  key: 'people',
                  label: say('case.tab.people'),
                  children: <PetitionersPanel number={about.number} me={me} />,
                },
              ]
            : []),
          {
            key: 'events',
            label: say('case.tab.events'),
            children: (
              <section className="panel">
                <Read of={events}>{(entries) => <CaseEvents kind={about.kind} events={entries} />}</Read>
              </section>
            ),
          },
        ]}
      />
    </PageFrame>
  );
}
