-- A webhook is an address of another system of the parent that is told what happens. Without an address it is a listener: somebody fetches.
create table webhooks (
  program_id      bigint      not null,
  webhook_key     bigint      not null generated always as identity,
  id              text        not null,
  url             text,
  events          text[]      not null,
  secret          bytea       not null,
  previous_secret bytea,
  previous_until  timestamptz,
  state           text        not null default 'enabled',
  reason          text        not null default '',
  created_at      timestamptz not null,
  heard_at        timestamptz,
  constraint webhooks_pkey primary key (program_id, webhook_key),
  constraint webhook_id_is_unique unique (program_id, id),
  constraint webhook_belongs_to_program foreign key (program_id) references programs,
  constraint webhook_hears_something check (0 < cardinality(events) and array_position(events, null) is null),
  constraint webhook_secret_is_long_enough check (24 <= length(secret)),
  constraint previous_secret_ends check ((previous_secret is null) = (previous_until is null)),
  constraint listener_fetches check ((url is null) = (heard_at is not null)),
  constraint webhook_state_is_known check (state in ('enabled', 'disabled')),
  constraint disabled_webhook_says_why check ((state = 'disabled') = (reason <> ''))
);

-- A delivery is one event for one webhook. Its payload never changes; `due_at` is -infinity until it was tried.
create table deliveries (
  program_id   bigint      not null,
  delivery_key bigint      not null generated always as identity,
  id           text        not null,
  webhook_key  bigint      not null,
  event_id     text        not null,
  type         text        not null,
  payload      json        not null,
  happened_at  timestamptz not null,
  state        text        not null default 'due',
  attempts     integer     not null default 0,
  due_at       timestamptz not null default '-infinity',
  sent_at      timestamptz,
  status       integer,
  failure      text        not null default '',
  test         boolean     not null,
  constraint deliveries_pkey primary key (program_id, delivery_key),
  constraint delivery_id_is_unique unique (program_id, id),
  constraint event_is_delivered_once unique (program_id, webhook_key, event_id),
  constraint delivery_belongs_to_webhook foreign key (program_id, webhook_key) references webhooks on delete cascade,
  constraint delivery_state_is_known check (state in ('due', 'retrying', 'sent', 'dead')),
  constraint sent_delivery_has_a_time check ((state = 'sent') = (sent_at is not null)),
  constraint dead_delivery_says_why check (state <> 'dead' or failure <> '')
);
create index deliveries_due on deliveries (program_id, webhook_key, due_at, delivery_key) where state in ('due', 'retrying');
create index deliveries_dead on deliveries (program_id, webhook_key) where state = 'dead';
create index deliveries_by_time on deliveries (program_id, happened_at);

-- As the ids that are made outside of the database: 21 characters, here with 120 random bits.
create function new_id(prefix text) returns text language sql volatile as $$
  select prefix || left(translate(encode(uuid_send(gen_random_uuid()), 'base64'), '+/=', '-_'), 21)
$$;

-- Queues one event for every webhook that wants it. Its data are ids, states and amounts, never a person's. In plpgsql, which keeps its plan.
create function queue_event(program bigint, event text, happened timestamptz, is_test boolean, data jsonb) returns void language plpgsql as $$
declare
  told constant text := new_id('evt_');
  body constant json := json_build_object(
    'type', event,
    'timestamp', to_char(happened at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'data', jsonb_strip_nulls(data) || jsonb_build_object('test', is_test));
begin
  insert into deliveries (program_id, id, webhook_key, event_id, type, payload, happened_at, test)
  select program, new_id('dlv_'), w.webhook_key, told, event, body, happened, is_test
    from webhooks w
   where w.program_id = program and w.state = 'enabled' and w.events && array ['*', event, split_part(event, '.', 1) || '.*'];
end $$;

-- The name of what happened by the event of a state machine: `ship` is told as `shipped`. A new event is told by its own name until it is in here.
create function told_as(event text) returns text language sql immutable as $$
  select coalesce(
    '{"place": "placed", "perform": "placed", "accept": "accepted", "confirm": "confirmed", "pay": "paid", "ship": "shipped", "deliver": "delivered",
      "cancel": "cancelled", "charge_back": "charged_back", "win_back": "chargeback_won", "refund": "refunded",
      "ask": "received", "contact": "contacted", "propose": "proposed", "decline": "declined", "win": "won", "lose": "lost", "expire": "expired",
      "reopen": "reopened", "assign": "assigned", "takeover": "taken_over", "invoice": "invoiced",
      "approve": "approved", "suspend": "suspended", "resume": "resumed", "close": "closed"}'::jsonb ->> event,
    event)
$$;

-- Orders are a hot path: a program without webhooks pays for this one look at an empty index, once for all rows of a statement.
create function queue_order_events() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(t.program_id, 'order.' || told_as(t.event), t.at, t.test, jsonb_build_object(
            'id', o.id, 'number', o.number, 'state', t.to_state, 'previousState', t.from_state, 'affiliate', a.code,
            'currency', o.currency, 'totalMinor', o.total_minor))
     from (select * from added order by transition_id) t
     join orders o using (program_id, order_key)
     left join affiliates a on a.program_id = o.program_id and a.affiliate_id = o.affiliate_id;
  return null;
end $$;
create trigger order_is_told after insert on order_transitions referencing new table as added
  for each statement execute function queue_order_events();

create function queue_shipment_events() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(s.program_id, 'shipment.created', s.shipped_at, s.test, jsonb_build_object(
            'id', s.id, 'order', o.id, 'number', o.number, 'carrier', s.carrier))
     from added s
     join orders o using (program_id, order_key);
  return null;
end $$;
create trigger shipment_is_told after insert on shipments referencing new table as added
  for each statement execute function queue_shipment_events();

create function queue_refund_events() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(r.program_id, 'refund.created', r.at, r.test, jsonb_build_object(
            'id', r.id, 'order', o.id, 'number', o.number, 'kind', r.kind, 'currency', o.currency, 'amountMinor', r.amount_minor,
            'payment', r.payment))
     from added r
     join orders o using (program_id, order_key);
  return null;
end $$;
create trigger refund_is_told after insert on refunds referencing new table as added
  for each statement execute function queue_refund_events();

-- A lead that was won is a deal from then on.
create function queue_lead_events() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(t.program_id, case when t.event in ('win', 'cancel') then 'deal.' else 'lead.' end || told_as(t.event), t.at, t.test,
            jsonb_build_object('id', l.id, 'number', l.number, 'state', t.to_state, 'previousState', t.from_state, 'affiliate', a.code,
                               'valueMinor', nullif(l.value_minor, 0)))
     from (select * from added order by transition_id) t
     join leads l using (program_id, lead_key)
     left join affiliates a on a.program_id = l.program_id and a.affiliate_id = l.affiliate_id;
  return null;
end $$;
create trigger lead_is_told after insert on lead_transitions referencing new table as added
  for each statement execute function queue_lead_events();

create function queue_milestone_events() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(t.program_id, 'milestone.' || told_as(t.event), t.at, t.test, jsonb_build_object(
            'id', m.id, 'lead', l.id, 'number', l.number, 'state', t.to_state, 'previousState', t.from_state, 'currency', p.currency,
            'amountMinor', m.amount_minor, 'taxMinor', m.tax_minor))
     from (select * from added order by transition_id) t
     join milestones m using (program_id, milestone_key)
     join leads l using (program_id, lead_key)
     join deals d using (program_id, lead_key)
     join proposals p using (program_id, proposal_key);
  return null;
end $$;
create trigger milestone_is_told after insert on milestone_transitions referencing new table as added
  for each statement execute function queue_milestone_events();

create function commission_facts(c commissions) returns jsonb language sql stable as $$
  select jsonb_build_object(
           'id', c.id, 'order', o.id, 'number', o.number, 'affiliate', a.code, 'level', c.level, 'state', c.state, 'currency', c.currency,
           'earnedMinor', c.earned_minor, 'reversedMinor', c.reversed_minor)
    from orders o
    join affiliates a on a.program_id = c.program_id and a.affiliate_id = c.affiliate_id
   where o.program_id = c.program_id and o.order_key = c.order_key
$$;

create function queue_new_commission_events() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(c.program_id, 'commission.created', c.earned_at, c.test, commission_facts(c))
     from commissions c
     join (select program_id, commission_key from added order by commission_key) n using (program_id, commission_key);
  return null;
end $$;
create trigger new_commission_is_told after insert on commissions referencing new table as added
  for each statement execute function queue_new_commission_events();

-- Nothing says when a commission moved but the moment at which it is stored. Moved and corrected at once are two events.
create function queue_commission_events() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from changed)) then return null; end if;
  perform queue_event(c.program_id, 'commission.' || what, now(), c.test, commission_facts(c))
     from commissions c
     join changed n using (program_id, commission_key)
     join former f using (program_id, commission_key)
    cross join lateral unnest(array [
            case when f.state = 'paid' and n.state <> 'paid' then 'returned' when f.state <> n.state then n.state end,
            case when f.reversed_minor < n.reversed_minor then 'reversed' when n.reversed_minor < f.reversed_minor then 'reinstated' end]) as what
    where what is not null
    order by c.commission_key;
  return null;
end $$;
create trigger commission_is_told after update on commissions referencing old table as former new table as changed
  for each statement execute function queue_commission_events();

create function payout_facts(p payouts) returns jsonb language sql stable as $$
  select jsonb_build_object(
           'id', p.id, 'batch', p.batch, 'affiliate', a.code, 'state', p.state, 'currency', p.currency, 'amountMinor', p.amount_minor)
    from affiliates a
   where a.program_id = p.program_id and a.affiliate_id = p.affiliate_id
$$;

create function queue_new_payout_events() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(p.program_id, 'payout.drafted', p.made_at, p.test, payout_facts(p))
     from payouts p
     join (select program_id, payout_key from added order by payout_key) n using (program_id, payout_key);
  return null;
end $$;
create trigger new_payout_is_told after insert on payouts referencing new table as added
  for each statement execute function queue_new_payout_events();

create function queue_payout_events() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from changed)) then return null; end if;
  perform queue_event(p.program_id, 'payout.' || p.state, coalesce(p.ended_at, p.sent_at, now()), p.test, payout_facts(p))
     from payouts p
     join changed n using (program_id, payout_key)
     join former f using (program_id, payout_key)
    where f.state <> n.state
    order by p.payout_key;
  return null;
end $$;
create trigger payout_is_told after update on payouts referencing old table as former new table as changed
  for each statement execute function queue_payout_events();

create function queue_new_affiliate_events() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(n.program_id, case n.state when 'applied' then 'affiliate.applied' else 'affiliate.added' end, n.created_at, n.test,
            jsonb_build_object('id', n.id, 'code', n.code, 'state', n.state, 'sponsor', s.code))
     from added n
     left join affiliates s on s.program_id = n.program_id and s.affiliate_id = n.sponsor_id;
  return null;
end $$;
create trigger new_affiliate_is_told after insert on affiliates referencing new table as added
  for each statement execute function queue_new_affiliate_events();

create function queue_affiliate_events() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(t.program_id, 'affiliate.' || told_as(t.event), t.at, t.test, jsonb_build_object(
            'id', a.id, 'code', a.code, 'state', t.to_state, 'previousState', t.from_state))
     from (select * from added order by transition_id) t
     join affiliates a using (program_id, affiliate_id);
  return null;
end $$;
create trigger affiliate_is_told after insert on affiliate_transitions referencing new table as added
  for each statement execute function queue_affiliate_events();

create function queue_move_events() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(m.program_id, 'affiliate.moved', m.at, m.test, jsonb_build_object(
            'id', a.id, 'code', a.code, 'state', a.state, 'sponsor', s.code))
     from added m
     join affiliates a using (program_id, affiliate_id)
     left join affiliates s on s.program_id = m.program_id and s.affiliate_id = m.to_sponsor_id;
  return null;
end $$;
create trigger affiliate_move_is_told after insert on affiliate_moves referencing new table as added
  for each statement execute function queue_move_events();
