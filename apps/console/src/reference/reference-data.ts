import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Role } from '@wangge/domain/people/actor';
import type { GridLevel } from '@wangge/domain/grids/codes';
import { addressOf, ask, askAll, type Page } from '../api/ask';
import { Problem } from '../api/problem';
import { placeName } from './place-name';

interface Kept {
  readonly code: string;
  readonly sample: boolean;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly inForce: boolean;
}

export interface Grid extends Kept {
  readonly name: string;
  readonly level: GridLevel;
  readonly parentCode?: string;
}

export interface Unit extends Kept {
  readonly name: string;
  readonly kind: 'line' | 'territory' | 'outside';
  readonly gridCode?: string;
  readonly superior?: string;
}

export interface MatterItem extends Kept {
  readonly name: string;
  readonly class: string;
  readonly className: string;
  readonly description?: string;
}

export interface Post extends Kept {
  readonly name: string;
  readonly role: Role;
  readonly unit?: string;
  readonly gridCode?: string;
  readonly person?: string;
  readonly deputy?: string;
}

export interface Responsibility extends Kept {
  readonly matterItem: string;
  readonly gridCode: string;
  readonly leadUnit: string;
  readonly person?: string;
  readonly coHandlers: readonly string[];
  readonly supervisingUnit?: string;
}

/** Reference data changes a few times a month; within a visit it is read once. */
const KEPT = { staleTime: 5 * 60_000, gcTime: 60 * 60_000 };

export const useUnits = (enabled = true) =>
  useQuery({
    queryKey: ['units'],
    queryFn: ({ signal }) => askAll<Unit>('/api/v1/units', {}, signal),
    enabled,
    ...KEPT,
  });

export const useMatterItems = () =>
  useQuery({
    queryKey: ['matter-items'],
    queryFn: ({ signal }) => askAll<MatterItem>('/api/v1/matter-items', {}, signal),
    ...KEPT,
  });

/** Grids down to the subdistricts: few enough to hold, and enough to say where a code lies. */
const useUpperGrids = () =>
  useQuery({
    queryKey: ['grids', 'upper'],
    queryFn: async ({ signal }) => {
      const levels: GridLevel[] = ['city', 'district', 'subdistrict'];
      const read = await Promise.all(levels.map((level) => askAll<Grid>('/api/v1/grids', { level }, signal)));
      return new Map(read.flat().map((grid) => [grid.code, grid.name]));
    },
    ...KEPT,
  });

export const useGrid = (code: string | undefined) =>
  useQuery({
    queryKey: ['grids', code],
    queryFn: ({ signal }) => ask<Grid>(`/api/v1/grids/${encodeURIComponent(code!)}`, { signal }),
    enabled: code !== undefined && code !== '',
    ...KEPT,
  });

/** Grids by the beginning of their code or a part of their name. */
export const useGridSearch = (words: string) =>
  useQuery({
    queryKey: ['grids', 'search', words],
    queryFn: ({ signal }) => ask<Page<Grid>>(addressOf('/api/v1/grids', { q: words, limit: 30 }), { signal }),
    enabled: words !== '',
    placeholderData: keepPreviousData,
    ...KEPT,
  });

/** The grids at a place, the smallest first; empty outside of every boundary. */
export const useGridsAt = (place: { lon: number; lat: number } | undefined) =>
  useQuery({
    queryKey: ['grids', 'at', place],
    queryFn: async ({ signal }) => {
      try {
        return (await ask<Page<Grid>>(addressOf('/api/v1/grids', { ...place }), { signal })).items;
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return [];
        throw error;
      }
    },
    enabled: place !== undefined,
    ...KEPT,
  });

/** Who holds a role in a unit. */
export const usePostsOf = (unit: string | undefined, role: Role) =>
  useQuery({
    queryKey: ['posts', unit, role],
    queryFn: ({ signal }) => askAll<Post>('/api/v1/posts', { unit, role }, signal),
    enabled: unit !== undefined && unit !== '',
    ...KEPT,
  });

type NameOf = (code: string) => string;

/** Name of a unit; the code while it is not known, and for strangers, who may not read the list. */
export function useUnitName(): NameOf {
  const { data } = useUnits();
  const names = new Map(data?.map((unit) => [unit.code, unit.name]));
  return (code) => names.get(code) ?? code;
}

export function useItemName(): NameOf {
  const { data } = useMatterItems();
  const names = new Map(data?.map((item) => [item.code, item.name]));
  return (code) => names.get(code) ?? code;
}

export function usePlaceName(): NameOf {
  const { data } = useUpperGrids();
  return (code) => placeName(code, data ?? new Map());
}
