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

/** The saved views that everybody starts with. Whoever holds no post in a district answers for all of them. */
export function savedViews(grants: readonly Grant[], language: Language): SavedView[] {
  const districts = districtsOf(grants);
  const running = '`ExecutionStatus`="Running"';
  const inDistricts =
    districts.length === 0 ? '' : ` AND (${districts.map((code) => `\`District\`="${code}"`).join(' OR ')})`;
  return [
    {
      id: 'wangge-overdue',
      name: gatewayMessages.say('admin.view.overdue', language),
      query: `\`Overdue\`=true AND ${running}`,
      icon: 'clock',
    },
    {
      id: 'wangge-district',
      name: gatewayMessages.say('admin.view.district', language),
      query: `${running}${inDistricts}`,
      icon: 'bookmark',
    },
    {
      id: 'wangge-stuck',
      name: gatewayMessages.say('admin.view.stuck', language),
      query: `\`TemporalReportedProblems\` IN ("category=WorkflowTaskFailed", "category=WorkflowTaskTimedOut") AND ${running}`,
      icon: 'error',
    },
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
