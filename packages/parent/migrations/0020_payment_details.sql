-- Where an affiliate is paid: sealed with the key of the data folder, which the database does not hold. `masked` is what may be shown.
create table payment_details (
  program_id   bigint      not null,
  affiliate_id bigint      not null,
  sealed       bytea       not null,
  masked       jsonb       not null,
  changed_at   timestamptz not null,
  changed_by   text        not null,
  test         boolean     not null default false,
  constraint payment_details_pkey primary key (program_id, affiliate_id),
  constraint payment_details_belong_to_affiliate foreign key (program_id, affiliate_id) references affiliates
);
