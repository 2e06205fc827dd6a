-- An offer is something sold. Rows are never deleted: what an import of the same source no longer holds is unpublished, so old orders
-- keep their lines.
create table offers (
  program_id  bigint      not null,
  offer_id    bigint      not null generated always as identity,
  id          text        not null,
  handle      text        not null,
  kind        text        not null,
  title       text        not null,
  description text        not null,
  images      jsonb       not null,
  options     jsonb       not null,
  collections text[]      not null,
  source      text        not null,
  position    integer     not null,
  published   boolean     not null,
  test        boolean     not null default false,
  changed_at  timestamptz not null default now(),
  constraint offers_pkey primary key (program_id, offer_id),
  constraint offer_belongs_to_program foreign key (program_id) references programs,
  constraint offer_id_is_unique unique (program_id, id),
  constraint offer_handle_is_unique unique (program_id, handle),
  constraint offer_kind_is_known check (kind in ('product', 'service'))
);
create index offers_in_order on offers (program_id, position, offer_id) where published;

-- A variant is one purchasable form of an offer. Money is minor units of the program's currency; the sale price counts between its dates.
create table variants (
  program_id     bigint   not null,
  variant_id     bigint   not null generated always as identity,
  offer_id       bigint   not null,
  sku            text     not null,
  position       integer  not null,
  options        text[]   not null,
  amount_minor   bigint   not null,
  sale_minor     bigint,
  sale_starts_at timestamptz,
  sale_ends_at   timestamptz,
  tax_class      text     not null,
  weight_grams   integer  not null,
  image          integer,
  published      boolean  not null,
  test           boolean  not null default false,
  constraint variants_pkey primary key (program_id, variant_id),
  constraint variant_belongs_to_offer foreign key (program_id, offer_id) references offers,
  constraint sku_is_unique unique (program_id, sku),
  constraint price_is_not_negative check (0 <= amount_minor and amount_minor <= 9007199254740991),
  constraint sale_is_a_reduction check (0 <= sale_minor and sale_minor < amount_minor),
  constraint weight_is_not_negative check (0 <= weight_grams)
);
create index variants_of_offer on variants (program_id, offer_id, position);

-- The stock of a variant. `level` is the sum of its movements, kept here so that one conditional update takes a piece; null is not counted.
create table stocks (
  program_id bigint  not null,
  variant_id bigint  not null,
  level      bigint,
  imported   bigint,
  backorder  boolean not null default false,
  test       boolean not null default false,
  constraint stocks_pkey primary key (program_id, variant_id),
  constraint stock_belongs_to_variant foreign key (program_id, variant_id) references variants,
  constraint stock_is_never_oversold check (0 <= level or backorder)
);

-- A movement of stock: an import sets, an order takes, a cancellation returns.
create table stock_movements (
  program_id  bigint      not null,
  movement_id bigint      not null generated always as identity,
  variant_id  bigint      not null,
  quantity    bigint      not null,
  cause       text        not null,
  order_id    text,
  test        boolean     not null default false,
  moved_at    timestamptz not null default now(),
  constraint stock_movements_pkey primary key (program_id, movement_id),
  constraint movement_belongs_to_stock foreign key (program_id, variant_id) references stocks,
  constraint movement_moves check (quantity <> 0),
  constraint movement_cause_is_known check (cause in ('import', 'order', 'cancel')),
  constraint movement_of_an_order_names_it check ((cause = 'import') = (order_id is null)),
  constraint test_moves_no_stock check (not test)
);
create index movements_of_variant on stock_movements (program_id, variant_id);
