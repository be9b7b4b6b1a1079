-- AlterTable
ALTER TABLE "rules" ADD COLUMN "deleted_at" TIMESTAMPTZ(3);
