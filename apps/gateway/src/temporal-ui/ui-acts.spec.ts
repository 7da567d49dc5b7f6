import { onlyReads, sendsUpdate, workflowOf } from './ui-acts';

const WORKFLOW = '/api/v1/namespaces/default/workflows/petition%3A1';

describe('requests to the Temporal UI', () => {
  it.each([
    ['GET', `${WORKFLOW}/history`],
    ['HEAD', '/'],
    ['OPTIONS', `${WORKFLOW}/terminate`],
    ['POST', `${WORKFLOW}/query/__stack_trace`],
    ['POST', `${WORKFLOW}/runs/01/query/current-state`],
  ])('%s %s only reads', (method, path) => expect(onlyReads(method, path)).toBe(true));

  it.each([
    ['POST', `${WORKFLOW}/terminate`],
    ['POST', `${WORKFLOW}/signal/query/x`],
    ['POST', `${WORKFLOW}/query/a/terminate`],
    ['POST', `${WORKFLOW}/query/..%2Fterminate`],
    ['POST', `${WORKFLOW}/query/%2e%2e`],
    ['POST', `${WORKFLOW}%2Fterminate/query/x`],
    ['POST', `${WORKFLOW}/query/..`],
    ['POST', '/api/v1/namespaces/default/schedules/s'],
    ['PUT', `${WORKFLOW}/query/x`],
    ['DELETE', WORKFLOW],
    ['PATCH', '/'],
  ])('%s %s acts', (method, path) => expect(onlyReads(method, path)).toBe(false));

  it.each([
    [`${WORKFLOW}/update/accept`, true],
    [`${WORKFLOW}/runs/01/update/accept`, true],
    [`${WORKFLOW}/%75pdate/accept`, true],
    [`${WORKFLOW}%2Fupdate%2Faccept`, true],
    [`${WORKFLOW}/%E0%A4%A`, true],
    [`${WORKFLOW}/terminate`, false],
    [`${WORKFLOW}/signal/update`, true],
    [`${WORKFLOW}/signal/x`, false],
  ])('%s sends an Update: %s', (path, sends) => expect(sendsUpdate(path)).toBe(sends));

  it.each([
    [`${WORKFLOW}/terminate`, 'petition:1'],
    ['/namespaces/default/workflows/petition%253A1/run/timeline', 'petition:1'],
    ['http://h:1/namespaces/default/workflows/petition%3A1?x=1', 'petition:1'],
    ['/api/v1/namespaces/default/workflows/%E0%A4%A', '%E0%A4%A'],
    ['/api/v1/settings', undefined],
  ])('%s is about %s', (path, id) => expect(workflowOf(path)).toBe(id));
});
