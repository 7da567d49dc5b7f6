import { readFileSync } from 'node:fs';
import type { Composed } from '@wangge/domain/documents/compose-document';
import PDFDocument from 'pdfkit';

/** A whole document, ready to be set. */
export interface Letter extends Composed {
  readonly organ: string;
  readonly number: string;
  /** To whom it is addressed; not named in a document that the parties sign. */
  readonly addressee: string;
  /** In Chinese form. */
  readonly date: string;
  /** Instant of the act; the file says it was made then, so that the same document is the same file. */
  readonly at: Date;
}

export interface SetPdf {
  readonly pdf: Buffer;
  /** Code points without a glyph, `U+20BB7`, in the order of the text: the mark 〓 stands where they belong. */
  readonly unset: readonly string[];
}

const MM = 72 / 25.4;
/** 党政机关公文格式 GB/T 9704-2012, 5.2: A4, type area 156 mm × 225 mm, 37 mm from the top and 28 mm from the left. */
const PAGE = { width: 210 * MM, height: 297 * MM };
const MARGINS = { top: 37 * MM, bottom: 35 * MM, left: 28 * MM, right: 26 * MM };
const WIDTH = PAGE.width - MARGINS.left - MARGINS.right;
/** 2号, 3号, 4号 and 小5号 in points. */
const SIZES = { organ: 28, title: 22, body: 16, foot: 14, note: 10.5 };
/** 22 lines in 225 mm; closer where a document then ends on its first page (5.2.3 and 7.3.5.5 allow it). */
const LINE = (225 * MM) / 22;
const LINES = [LINE, LINE * 0.95, LINE * 0.9, LINE * 0.85, LINE * 0.8];
const SEAL_DIAMETER = 42 * MM;
const SIGNATURE = SEAL_DIAMETER + LINE / 2;
const RED = '#c8102e';
const FAINT = '#9a9a9a';
/** The printer's mark for a missing sort. */
const MARK = '〓';

const FONTS = '@expo-google-fonts/noto-serif-sc';
const readFont = (weight: string): Buffer =>
  readFileSync(require.resolve(`${FONTS}/${weight}/NotoSerifSC_${weight}.ttf`));
/** Read with the first document and kept: reading 30 MB each time takes longer than setting a document does. */
let fonts: { readonly regular: Buffer; readonly bold: Buffer } | undefined;
const REGULAR = 'regular';
const BOLD = 'bold';

type Pdf = PDFKit.PDFDocument;
/** A paragraph as it can be set, its first line indented by so many characters. */
interface Line {
  readonly text: string;
  readonly indent: number;
  readonly font: string;
}
interface Glyphs {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

/** Sets a document as a PDF with its fonts embedded as far as they are used. Nothing personal stands in its metadata. */
export async function setPdf(letter: Letter): Promise<SetPdf> {
  const pdf = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margins: MARGINS,
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: {
      Title: `${letter.title} ${letter.number}`,
      Author: letter.organ,
      Producer: 'Wangge',
      Creator: 'Wangge',
      CreationDate: letter.at,
      ModDate: letter.at,
    },
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  fonts ??= { regular: readFont('400Regular'), bold: readFont('700Bold') };
  pdf.registerFont(REGULAR, fonts.regular).registerFont(BOLD, fonts.bold).font(REGULAR);
  const typesetter = new Typesetter(pdf);
  typesetter.letter(letter);
  pdf.end();
  await done;
  return { pdf: Buffer.concat(chunks), unset: typesetter.unset };
}

/** Puts the parts of a letter on the page, one below the other. */
class Typesetter {
  readonly unset: string[] = [];
  private readonly glyphs: Glyphs;
  private leading = LINE;

  constructor(private readonly pdf: Pdf) {
    // Both weights have the same characters.
    this.glyphs = (pdf as unknown as { _font: { font: Glyphs } })._font.font;
  }

  letter(letter: Letter): void {
    const text = this.textOf(letter);
    this.head(letter);
    const closing = (letter.signedBy === 'organ' ? 0 : 4 * LINE) + SIGNATURE;
    this.leading = this.fitting(text, closing);
    for (const [index, line] of text.entries()) {
      // The signature never stands on a page without text: the last paragraph goes with it.
      const height = this.heightOf(line);
      const isLast = index === text.length - 1;
      // A line's gap may reach below the page, so that a line more than there is room for may still end here.
      if (isLast && this.room() + this.leading >= height && this.room() < height + closing) this.pdf.addPage();
      this.line(line);
    }
    if (letter.signedBy !== 'organ') this.parties(letter.signedBy === 'parties');
    this.signature(letter);
    this.note();
    this.pageNumbers();
  }

  private textOf({ addressee, signedBy, blocks }: Letter): Line[] {
    const lines = blocks.map(({ kind, text }): Line => ({
      text,
      indent: 2,
      font: kind === 'heading' ? BOLD : REGULAR,
    }));
    return (signedBy === 'organ' ? [{ text: `${addressee}：`, indent: 0, font: REGULAR }, ...lines] : lines).map(
      (line) => ({ ...line, text: this.settable(line.text) }),
    );
  }

  /** The widest line spacing by which everything stands on the page, the usual one where none does. */
  private fitting(text: readonly Line[], closing: number): number {
    const fits = (leading: number) => {
      this.leading = leading;
      return text.reduce((height, line) => height + this.heightOf(line), closing) <= this.room();
    };
    return LINES.find(fits) ?? LINE;
  }

  /** Issuing organ in red, number, red line, title (7.2.4–7.3.1). */
  private head({ organ, number, title }: Letter): void {
    const { pdf } = this;
    const size = Math.min(SIZES.organ, WIDTH / Math.max([...organ].length, 1));
    pdf.font(BOLD).fontSize(size).fillColor(RED);
    pdf.text(this.settable(organ), { align: 'center', characterSpacing: size < SIZES.organ ? 0 : 2 });
    pdf.font(REGULAR).fontSize(SIZES.body).fillColor('black');
    pdf.moveDown(1).text(this.settable(number), { align: 'center' });
    const y = pdf.y + 4 * MM;
    pdf
      .moveTo(MARGINS.left, y)
      .lineTo(PAGE.width - MARGINS.right, y)
      .lineWidth(1.5)
      .strokeColor(RED)
      .stroke();
    pdf.y = y + LINE;
    pdf.font(BOLD).fontSize(SIZES.title).text(this.settable(title), { align: 'center' });
    pdf.y += LINE / 2;
  }

  private line({ text, indent, font }: Line): void {
    this.pdf.font(font).fontSize(SIZES.body).fillColor('black');
    this.pdf.text(text, MARGINS.left, this.pdf.y, this.setting(indent));
  }

  private heightOf({ text, indent, font }: Line): number {
    return this.pdf.font(font).fontSize(SIZES.body).heightOfString(text, this.setting(indent));
  }

  private setting(indent: number) {
    return { width: WIDTH, indent: indent * SIZES.body, lineGap: this.leading - this.pdf.currentLineHeight() };
  }

  /** Where the parties and the mediator sign (人民调解法 第29条第二款). */
  private parties(withMediator: boolean): void {
    this.keepTogether(4 * LINE);
    this.pdf.y += LINE / 2;
    const signing = ['信访人（签名、盖章或者按指印）：', '对方当事人（签名、盖章或者按指印）：'];
    for (const who of withMediator ? [...signing, '调解员（签名）：'] : signing)
      this.line({ text: who, indent: 2, font: REGULAR });
  }

  /** Organ and date at the right, and around them the place of the seal (7.3.5): never alone on a page without text. */
  private signature({ organ, date, signedBy }: Letter): void {
    const { pdf } = this;
    this.keepTogether(SIGNATURE);
    const top = pdf.y + LINE / 2;
    const width = WIDTH * 0.62;
    const left = PAGE.width - MARGINS.right - width;
    const [x, y] = [left + width / 2, top + SEAL_DIAMETER / 2];
    pdf
      .circle(x, y, SEAL_DIAMETER / 2)
      .dash(3, { space: 3 })
      .lineWidth(0.6)
      .strokeColor(FAINT)
      .stroke()
      .undash();
    const centred = (text: string, at: number, size: number, color: string) =>
      pdf.fontSize(size).fillColor(color).text(this.settable(text), left, at, { width, align: 'center', lineGap: 0 });
    pdf.font(REGULAR);
    centred(signedBy === 'parties' ? '（调解组织印章）' : '（印章）', top + 5 * MM, SIZES.note, FAINT);
    const size = Math.min(SIZES.body, width / Math.max([...organ].length, 1));
    centred(organ, y - LINE * 0.85, size, 'black');
    centred(date, y + LINE * 0.15, SIZES.body, 'black');
    pdf.y = top + SEAL_DIAMETER;
  }

  /** Characters that no font here has are named, so that they are put in by hand. */
  private note(): void {
    if (this.unset.length === 0) return;
    this.keepTogether(2 * LINE);
    const text = `注：文中“${MARK}”依次代表下列字符，字库中没有其字形，发出前须手写补正：${this.unset.join('、')}。`;
    this.pdf.font(REGULAR).fontSize(SIZES.note).fillColor('black');
    this.pdf.text(text, MARGINS.left, this.pdf.y + LINE / 2, { width: WIDTH });
  }

  private pageNumbers(): void {
    const { start, count } = this.pdf.bufferedPageRange();
    for (let page = start; page < start + count; page++) {
      this.pdf.switchToPage(page);
      // Below the type area, where a text would begin a new page.
      this.pdf.page.margins.bottom = 0;
      this.pdf.font(REGULAR).fontSize(SIZES.foot).fillColor('black');
      this.pdf.text(`— ${page + 1} —`, MARGINS.left, PAGE.height - MARGINS.bottom + 7 * MM, {
        width: WIDTH,
        align: 'center',
      });
    }
  }

  /** What is left of the page's type area. */
  private room(): number {
    return PAGE.height - MARGINS.bottom - this.pdf.y;
  }

  private keepTogether(height: number): void {
    if (this.room() < height) this.pdf.addPage();
  }

  /** The text with the mark where a character has no glyph. */
  private settable(text: string): string {
    let set = '';
    for (const character of text.normalize('NFC').replace(/\s+/g, ' ')) {
      if (this.glyphs.hasGlyphForCodePoint(character.codePointAt(0)!)) set += character;
      else {
        set += MARK;
        this.unset.push(`U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`);
      }
    }
    return set;
  }
}
