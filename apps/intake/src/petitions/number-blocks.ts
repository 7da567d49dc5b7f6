import { Injectable } from '@nestjs/common';
import { IntakeDatabase } from '../database';

const BLOCK = 1_000n;

/** Case numbers: the date of filing in Shanghai and a running number, `20261123-0001234`. A block is fetched for a thousand. */
@Injectable()
export class NumberBlocks {
  private next = 0n;
  private end = 0n;
  private fetching: Promise<void> | undefined;

  constructor(private readonly database: IntakeDatabase) {}

  /** @param localDate `YYYY-MM-DD` in Shanghai */
  async take(localDate: string): Promise<string> {
    while (this.next >= this.end)
      await (this.fetching ??= this.fetchBlock().finally(() => (this.fetching = undefined)));
    const number = this.next++;
    return `${localDate.replaceAll('-', '')}-${String(number).padStart(7, '0')}`;
  }

  private async fetchBlock(): Promise<void> {
    const rows = await this.database.$queryRawUnsafe<{ block: bigint }[]>(
      `select nextval('petition_number_block') as block`,
    );
    this.next = BigInt(rows[0]!.block) * BLOCK;
    this.end = this.next + BLOCK;
  }
}
