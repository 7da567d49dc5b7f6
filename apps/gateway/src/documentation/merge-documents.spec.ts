import { mergeDocuments } from './merge-documents';

describe('merging descriptions', () => {
  it('shares equal components, renames different ones with what refers to them, and keeps the first path', () => {
    const merged = mergeDocuments(
      {
        openapi: '3.1.0',
        paths: { '/a': { own: true } },
        components: { schemas: { Problem: { type: 'object' } } },
        tags: [{ name: 'x' }],
      },
      {
        intake: {
          paths: { '/a': {}, '/b': { $ref: '#/components/schemas/Page' } },
          components: { schemas: { Problem: { type: 'object' }, Page: { title: 'i' } } },
          tags: [{ name: 'x' }, { name: 'y' }],
        },
        dispatch: {
          paths: { '/c': [{ $ref: '#/components/schemas/Page' }], '/hidden': {} },
          components: { schemas: { Page: { title: 'd', next: { $ref: '#/components/schemas/Page' } } } },
        },
      },
      (path) => path !== '/hidden',
    );
    expect(merged).toEqual({
      openapi: '3.1.0',
      paths: {
        '/a': { own: true },
        '/b': { $ref: '#/components/schemas/Page' },
        '/c': [{ $ref: '#/components/schemas/DispatchPage' }],
      },
      components: {
        schemas: {
          Problem: { type: 'object' },
          Page: { title: 'i' },
          DispatchPage: { title: 'd', next: { $ref: '#/components/schemas/DispatchPage' } },
        },
      },
      tags: [{ name: 'x' }, { name: 'y' }],
    });
  });
});
