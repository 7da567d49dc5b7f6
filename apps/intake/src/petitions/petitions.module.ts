import { Module } from '@nestjs/common';
import { CaseListsModule } from '../lists/lists.module';
import { CasesModule } from './cases.module';
import { CommandPetition } from './command-petition';
import { FilePetition } from './file-petition';
import { NumberBlocks } from './number-blocks';
import { Openings } from './openings';
import { PetitionsController } from './petitions.controller';
import { PublicController } from './public.controller';
import { SuggestSimilar } from './suggest-similar';

@Module({
  imports: [CasesModule, CaseListsModule],
  controllers: [PetitionsController, PublicController],
  providers: [CommandPetition, FilePetition, NumberBlocks, Openings, SuggestSimilar],
  exports: [FilePetition, Openings, CasesModule],
})
export class PetitionsModule {}
