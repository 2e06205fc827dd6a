-- A site without an affiliate is the parent's own. A touch without a site was recorded on a hosted page.
alter table sites alter column affiliate_id drop not null;
alter table touches alter column site_id drop not null;
