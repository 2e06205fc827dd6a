-- A touch is one visit that an affiliate earned. No address and no user agent is kept.
create table touches (
  program_id   bigint      not null,
  touch_id     bigint      not null generated always as identity,
  id           text        not null,
  site_id      bigint      not null,
  affiliate_id bigint      not null,
  campaign     text        not null,
  sub_id       text        not null,
  path         text        not null,
  referrer     text        not null,
  issued_at    timestamptz not null,
  test         boolean     not null,
  constraint touches_pkey primary key (program_id, touch_id),
  constraint touch_id_is_unique unique (program_id, id),
  constraint touch_belongs_to_site foreign key (program_id, site_id) references sites,
  constraint touch_belongs_to_affiliate foreign key (program_id, affiliate_id) references affiliates
);
create index touches_of_affiliate on touches (program_id, affiliate_id, issued_at);
