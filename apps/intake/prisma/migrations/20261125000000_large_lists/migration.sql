-- In order, so that the first of many are read and not all of them.
DROP INDEX "petition_first_receiver_idx";
CREATE INDEX "petition_first_receiver_received_at_number_idx" ON "petition"(("state" ->> 'firstReceiver'), "received_at" DESC, "number" DESC)
  WHERE "state" ->> 'firstReceiver' IS DISTINCT FROM "unit";

-- When a case was received never changes either: the newest of those that say a word are found without reading the cases.
ALTER TABLE "petition_words" ADD COLUMN "received_at" TIMESTAMPTZ(3);
UPDATE "petition_words" SET "received_at" = p."received_at" FROM "petition" p WHERE p."number" = "petition_words"."number";
ALTER TABLE "petition_words" ALTER COLUMN "received_at" SET NOT NULL;
