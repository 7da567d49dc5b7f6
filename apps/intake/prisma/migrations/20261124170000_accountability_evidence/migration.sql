-- Which duty, who had it, who said what and with which files.
ALTER TABLE "accountability_record"
  ADD COLUMN "duty" TEXT,
  ADD COLUMN "holder" TEXT,
  ADD COLUMN "stated_by" TEXT,
  ADD COLUMN "evidence" TEXT[] NOT NULL DEFAULT '{}';
UPDATE "accountability_record" SET "stated_by" = "person" WHERE "statement" IS NOT NULL;
