import { cityManagement } from './city-management';
import { hotline } from './hotline';
import { petitionHenan2012 } from './petition-henan-2012';
import { petitionNational } from './petition-national';
import type { RulePack } from './rule-pack';

/** The packs that the platform begins with. */
export const ALL_PACKS: readonly RulePack[] = [petitionNational, petitionHenan2012, hotline, cityManagement];
