-- Units that handle a case together with the responsible one (联办) find it among their work orders.
ALTER TABLE "work_order" ADD COLUMN "joint_units" TEXT[] NOT NULL DEFAULT '{}';
CREATE INDEX "work_order_joint_units_idx" ON "work_order" USING gin ("joint_units") WHERE "joint_units" <> '{}';

-- Where a matter of this kind belongs: the law's means (enforcement) or the neighbours' own (self-governance, 群众自治).
ALTER TABLE "matter_item" ADD COLUMN "approach" TEXT NOT NULL DEFAULT 'enforcement';
ALTER TABLE "matter_item" ADD CONSTRAINT "matter_item_approach_known" CHECK ("approach" IN ('enforcement', 'self-governance'));
