import type { PetitionStage } from '@wangge/domain/cases/petition.process';
import type { Grant } from '@wangge/domain/people/actor';
import type { Language } from '@wangge/platform/messages/catalogue';
import { gatewayMessages } from '../pages/gateway-messages';

/** Columns of the workflow list: the UI's own first ones, then ours. */
const COLUMNS = [
  { label: 'Status', pinned: true },
  { label: 'Workflow ID', pinned: true },
  ...['Stage', 'District', 'Unit', 'DueAt', 'Overdue', 'Type', 'Start'].map((label) => ({ label, pinned: false })),
];

export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly icon: string;
}

const DIVISION_DIGITS = 6;

/** Districts (six digits) that a person holds a post in. */
export function districtsOf(grants: readonly Grant[]): string[] {
  return [
    ...new Set(
      grants.flatMap((grant) =>
        grant.grid !== undefined && grant.grid.length >= DIVISION_DIGITS ? [grant.grid.slice(0, DIVISION_DIGITS)] : [],
      ),
    ),
  ]
    .filter((code) => /^\d{6}$/.test(code))
    .sort();
}

type ViewId = 'overdue' | 'district-overdue' | 'district' | 'review' | 'provisional' | 'stuck';

/** Stages of a petition between its opinion and the end of the last review: somebody may ask for one, or waits for it. */
const WAITING_FOR_REVIEW: readonly PetitionStage[] = [
  'served',
  'review',
  'review-opinion',
  'review-served',
  're-review',
  're-review-opinion',
];

/** The saved views that everybody starts with. Whoever holds no post in a district answers for all of them. */
export function savedViews(grants: readonly Grant[], language: Language): SavedView[] {
  const districts = districtsOf(grants);
  const running = '`ExecutionStatus`="Running"';
  const inDistricts =
    districts.length === 0 ? '' : ` AND (${districts.map((code) => `\`District\`="${code}"`).join(' OR ')})`;
  const view = (id: ViewId, query: string, icon: string): SavedView => ({
    id: `wangge-${id}`,
    name: gatewayMessages.say(`admin.view.${id}`, language),
    query,
    icon,
  });
  return [
    view('overdue', `\`Overdue\`=true AND ${running}`, 'clock'),
    ...(districts.length === 0
      ? []
      : [view('district-overdue', `\`Overdue\`=true AND ${running}${inDistricts}`, 'clock')]),
    view('district', `${running}${inDistricts}`, 'bookmark'),
    view(
      'review',
      `\`Stage\` IN (${WAITING_FOR_REVIEW.map((stage) => `"${stage}"`).join(', ')}) AND ${running}${inDistricts}`,
      'bookmark',
    ),
    view('provisional', `\`Provisional\`=true AND ${running}${inDistricts}`, 'bookmark'),
    view(
      'stuck',
      `\`TemporalReportedProblems\` IN ("category=WorkflowTaskFailed", "category=WorkflowTaskTimedOut") AND ${running}`,
      'error',
    ),
  ];
}

/**
 * The script of the page shown once after sign-in: the UI keeps columns and views in the browser, on its own origin. What
 * the person has already stays.
 */
export function preparingScript(namespace: string, views: readonly SavedView[]): string {
  const literal = (value: unknown) =>
    JSON.stringify(value).replace(
      /[<\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return `(function(){
var namespace=${literal(namespace)};
function put(key,value){try{var all=JSON.parse(localStorage.getItem(key)||"{}")||{};if(all[namespace]&&all[namespace].length)return;all[namespace]=value;localStorage.setItem(key,JSON.stringify(all));}catch(error){}}
put("namespace-workflow-table-columns",${literal(COLUMNS)});
put("saved-workflow-queries",${literal(views)});
location.replace(location.href);
})();`;
}
