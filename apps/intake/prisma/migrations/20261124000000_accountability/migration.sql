CREATE TABLE "accountability_record" (
  "id" TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "clock_id" TEXT NOT NULL,
  "rung" TEXT NOT NULL,
  "article" TEXT NOT NULL,
  "unit" TEXT,
  "person" TEXT,
  "supervising_unit" TEXT,
  "grid_code" TEXT NOT NULL,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "opened_at" TIMESTAMPTZ(3) NOT NULL,
  "act_by" TIMESTAMPTZ(3),
  "statement" TEXT,
  "stated_at" TIMESTAMPTZ(3),
  "outcome" TEXT,
  "decided_by" TEXT,
  "decided_at" TIMESTAMPTZ(3),
  "reason" TEXT,
  "version" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "accountability_record_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "accountability_outcome_known" CHECK ("outcome" IN ('upheld', 'dismissed', 'revoked'))
);
CREATE INDEX "accountability_record_opened_at_id_idx" ON "accountability_record"("opened_at" DESC, "id" DESC);
CREATE INDEX "accountability_record_unit_idx" ON "accountability_record"("unit");
CREATE INDEX "accountability_record_number_idx" ON "accountability_record"("number");
-- Suggestions look for matters of one kind in one place.
CREATE INDEX "petition_matter_item_grid_code_idx" ON "petition"("matter_item", "grid_code", "received_at" DESC);
