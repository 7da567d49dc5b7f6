-- What an act made in writing. The row goes with the act; number and file follow.
CREATE TABLE "document" (
  "id" UUID NOT NULL,
  "number" TEXT NOT NULL,
  "step" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "template" INTEGER NOT NULL,
  "issuer" TEXT,
  "facts" JSONB NOT NULL,
  "act_at" TIMESTAMPTZ(3) NOT NULL,
  "year" INTEGER,
  "sequence" INTEGER,
  "document_number" TEXT,
  "file" TEXT,
  "sealed_with" TEXT,
  "hash" BYTEA,
  "size" INTEGER,
  "unset_characters" TEXT[] NOT NULL DEFAULT '{}',
  "failure" TEXT,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "made_at" TIMESTAMPTZ(3),
  CONSTRAINT "document_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "document_made_whole" CHECK ("made_at" IS NULL OR ("document_number" IS NOT NULL AND "hash" IS NOT NULL AND "size" IS NOT NULL))
);
-- One act makes one document of a kind, however often it is recorded or delivered.
CREATE UNIQUE INDEX "document_number_step_kind_key" ON "document"("number", "step", "kind");
-- No number is given twice.
CREATE UNIQUE INDEX "document_kind_year_sequence_key" ON "document"("kind", "year", "sequence");
CREATE INDEX "document_waiting_idx" ON "document"("next_at") WHERE "made_at" IS NULL;

-- The last number given of a series. A number is given with the first attempt and kept, so that a series has no gaps.
CREATE TABLE "document_series" (
  "kind" TEXT NOT NULL,
  "year" INTEGER NOT NULL,
  "last" INTEGER NOT NULL,
  CONSTRAINT "document_series_pkey" PRIMARY KEY ("kind", "year")
);
