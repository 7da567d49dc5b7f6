-- 信访工作条例 Art. 30: what is said against a unit or person is never shown to them. Codes of the accused, so that every
-- list, count and search leaves the case out for them; `*` while nobody has looked them up.
ALTER TABLE "petition" ADD COLUMN "accused" TEXT[] NOT NULL DEFAULT '{}';
ALTER TABLE "case_fact" ADD COLUMN "accused" TEXT[] NOT NULL DEFAULT '{}';
ALTER TABLE "accountability_record" ADD COLUMN "accused" TEXT[] NOT NULL DEFAULT '{}';
-- Cases whose people are to be erased, the longest closed first (个人信息保护法 Art. 47).
CREATE INDEX "petition_to_erase_idx" ON "petition"("closed_at") WHERE "closed_at" IS NOT NULL AND "sealed" IS NOT NULL;
