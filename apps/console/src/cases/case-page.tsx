import { ReloadOutlined } from '@ant-design/icons';
import { Button, Tabs } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import { Problem } from '../api/problem';
import { useLanguage } from '../language/language';
import { type Me, seesWorkflows } from '../session/session';
import { Flag } from '../shown/due';
import { Nothing, Read } from '../shown/outcome';
import { PageFrame } from '../shown/page-frame';
import { useCase, useCaseEvents, type CaseView } from './case';
import { CaseEvents } from './case-events';
import { CaseFacts } from './case-facts';
import { ClockList } from './clock-list';
import { CommandBar } from './command-bar';
import { StageTag } from './stage-tag';
import { StageSteps } from './stage-steps';

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
  const events = useCaseEvents(about.number);
  const refreshAll = () => {
    refresh();
    void events.refetch();
  };
  const extended = events.data?.some((event) => event.command === 'approve-extension') ?? true;
  return (
    <PageFrame
      title={about.title}
      tab={`${about.number} ${about.title}`}
      intro={
        <span className="marks">
          <span className="number">{about.number}</span>
          <StageTag kind={about.kind} stage={about.stage} />
          {about.overdue && <Flag tone="late">{say('case.overdue')}</Flag>}
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
      <StageSteps kind={about.kind} stage={about.stage} events={events.data} />
      <CommandBar about={about} />
      <Tabs
        activeKey={search.get('tab') === 'events' ? 'events' : 'case'}
        onChange={(tab) => setSearch(tab === 'case' ? {} : { tab }, { replace: true })}
        items={[
          {
            key: 'case',
            label: say('case.tab.case'),
            children: (
              <div className="beside-each-other">
                <section className="panel" aria-labelledby="clocks-heading">
                  <h2 id="clocks-heading">{say('case.clocks')}</h2>
                  <ClockList of={about} extended={extended} />
                </section>
                <section className="panel" aria-labelledby="facts-heading">
                  <h2 id="facts-heading">{say('case.facts')}</h2>
                  <CaseFacts of={about} />
                </section>
              </div>
            ),
          },
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
