-- A conversation is between a customer and an affiliate (and staff), about a request, an order, or an offer that was not ordered yet.
create table conversations (
  program_id       bigint      not null,
  conversation_key bigint      not null generated always as identity,
  id               text        not null,
  lead_key         bigint,
  order_key        bigint,
  offer_id         bigint,
  affiliate_id     bigint,
  customer         jsonb       not null,
  customer_hash    bytea       not null,
  subject          text        not null,
  opened_at        timestamptz not null,
  spoken_at        timestamptz not null,
  spoken_by        text,
  closed_at        timestamptz,
  test             boolean     not null,
  constraint conversations_pkey primary key (program_id, conversation_key),
  constraint conversation_id_is_unique unique (program_id, id),
  constraint lead_has_one_conversation unique (program_id, lead_key),
  constraint order_has_one_conversation unique (program_id, order_key),
  constraint conversation_belongs_to_lead foreign key (program_id, lead_key) references leads on delete cascade,
  constraint conversation_belongs_to_order foreign key (program_id, order_key) references orders on delete cascade,
  constraint conversation_names_an_offer foreign key (program_id, offer_id) references offers,
  constraint conversation_is_with_affiliate foreign key (program_id, affiliate_id) references affiliates,
  constraint conversation_is_about_one_thing check (num_nonnulls(lead_key, order_key, offer_id) = 1)
);
create index conversations_by_last_post on conversations (program_id, spoken_at desc, conversation_key desc);
create index conversations_of_affiliate on conversations (program_id, affiliate_id);
create index conversations_of_customer on conversations (program_id, customer_hash, opened_at);

-- A post is one thing that was said. Its id was made before it was sent, so that it is said once.
create table posts (
  program_id       bigint      not null,
  post_key         bigint      not null generated always as identity,
  conversation_key bigint      not null,
  id               text        not null,
  author           text        not null,
  author_name      text        not null,
  actor            text        not null,
  body             text        not null,
  at               timestamptz not null,
  test             boolean     not null,
  constraint posts_pkey primary key (program_id, post_key),
  constraint post_id_is_unique unique (program_id, id),
  constraint post_belongs_to_conversation foreign key (program_id, conversation_key) references conversations on delete cascade,
  constraint post_author_is_known check (author in ('customer', 'affiliate', 'staff')),
  constraint post_says_something check (char_length(body) between 1 and 8000)
);
create index posts_of_conversation on posts (program_id, conversation_key, post_key);

-- An attachment is a file that somebody sent; its bytes are in the folder of files. Without a conversation nobody has claimed it yet.
create table attachments (
  program_id       bigint      not null,
  attachment_key   bigint      not null generated always as identity,
  id               text        not null,
  conversation_key bigint,
  post_key         bigint,
  site_id          bigint,
  name             text        not null,
  content_type     text        not null,
  bytes            bigint      not null,
  sha256           bytea       not null,
  secret_hash      bytea       not null,
  uploaded_at      timestamptz not null,
  test             boolean     not null,
  constraint attachments_pkey primary key (program_id, attachment_key),
  constraint attachment_id_is_unique unique (program_id, id),
  constraint attachment_belongs_to_program foreign key (program_id) references programs,
  constraint attachment_came_from_site foreign key (program_id, site_id) references sites,
  constraint attachment_belongs_to_conversation foreign key (program_id, conversation_key) references conversations on delete cascade,
  constraint attachment_belongs_to_post foreign key (program_id, post_key) references posts on delete cascade,
  constraint attachment_of_a_post_is_in_a_conversation check (post_key is null or conversation_key is not null),
  constraint attachment_holds_something check (0 < bytes)
);
create index attachments_of_conversation on attachments (program_id, conversation_key);
create index attachments_unclaimed on attachments (program_id, uploaded_at) where conversation_key is null;
