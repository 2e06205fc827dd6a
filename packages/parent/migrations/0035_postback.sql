-- A postback is a webhook of an affiliate: an address with macros in it, called when something of the affiliate's own happens. It shares the queue of deliveries.
alter table webhooks add column affiliate_id bigint;
alter table webhooks add constraint postback_belongs_to_affiliate foreign key (program_id, affiliate_id) references affiliates (program_id, affiliate_id);
alter table webhooks add constraint postback_hears_its_own_events check (affiliate_id is null or events <@ array [
  'postback.order.placed', 'postback.order.paid', 'postback.order.refunded', 'postback.lead.won', 'postback.commission.payable', 'postback.payout.sent']);
create index postbacks_of_affiliate on webhooks (program_id, affiliate_id) where affiliate_id is not null;

-- Queues one event for the postbacks of one affiliate that want it. Its facts are numbers and the affiliate's own words, never a customer's.
create function queue_postback(program bigint, affiliate bigint, event text, happened timestamptz, is_test boolean, facts jsonb) returns void language sql as $$
  insert into deliveries (program_id, id, webhook_key, event_id, type, payload, happened_at, test)
  select program, new_id('dlv_'), w.webhook_key, new_id('evt_'), event,
         (facts || jsonb_build_object('event', substr(event, 10), 'time', to_char(happened at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))::json,
         happened, is_test
    from webhooks w
   where w.program_id = program and w.affiliate_id = affiliate and w.state = 'enabled' and event = any (w.events)
$$;

-- What an order says to whoever is attributed it: what it is worth, what it earns them as it stands now, and the labels of the visit that won.
create function postback_facts(o orders) returns jsonb language sql stable as $$
  select jsonb_build_object(
           'orderNumber', o.number, 'amountMinor', o.total_minor, 'currency', o.currency,
           'commissionMinor', (select sum(c.earned_minor - c.reversed_minor)
                                 from commissions c
                                where c.program_id = o.program_id and c.order_key = o.order_key and c.affiliate_id = o.affiliate_id),
           'campaign', w ->> 'campaign', 'subId', w ->> 'subId')
    from (select (select c from jsonb_array_elements(o.attribution #> '{candidates}') as c where c ->> 'outcome' = 'won' limit 1) as w) as winner
$$;

-- At the end of the transaction: by then it is known what the order earns.
create function queue_order_postbacks() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where program_id = new.program_id and affiliate_id is not null) then return null; end if;
  perform queue_postback(o.program_id, o.affiliate_id, 'postback.order.' || case new.event when 'pay' then 'paid' else 'placed' end, new.at, new.test,
            postback_facts(o))
     from orders o
    where o.program_id = new.program_id and o.order_key = new.order_key and o.affiliate_id is not null;
  return null;
end $$;
create constraint trigger order_is_posted_back after insert on order_transitions deferrable initially deferred for each row
  when (new.event in ('place', 'accept', 'perform', 'pay') and new.to_state <> 'awaiting_customer')
  execute function queue_order_postbacks();

create function queue_refund_postbacks() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where program_id = new.program_id and affiliate_id is not null) then return null; end if;
  perform queue_postback(o.program_id, o.affiliate_id, 'postback.order.refunded', new.at, new.test,
            postback_facts(o) || jsonb_build_object('amountMinor', new.amount_minor))
     from orders o
    where o.program_id = new.program_id and o.order_key = new.order_key and o.affiliate_id is not null;
  return null;
end $$;
create constraint trigger refund_is_posted_back after insert on refunds deferrable initially deferred for each row
  execute function queue_refund_postbacks();

create function queue_lead_postbacks() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where affiliate_id is not null and state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_postback(t.program_id, l.affiliate_id, 'postback.lead.won', t.at, t.test, jsonb_build_object(
            'orderNumber', l.number, 'amountMinor', l.value_minor,
            'currency', (select p.currency from proposals p where p.program_id = l.program_id and p.lead_key = l.lead_key order by p.version desc limit 1),
            'campaign', w ->> 'campaign', 'subId', w ->> 'subId'))
     from added t
     join leads l using (program_id, lead_key)
    cross join lateral (select (select c from jsonb_array_elements(l.attribution #> '{candidates}') as c where c ->> 'outcome' = 'won' limit 1) as w) as winner
    where t.event = 'win' and l.affiliate_id is not null;
  return null;
end $$;
create trigger lead_is_posted_back after insert on lead_transitions referencing new table as added
  for each statement execute function queue_lead_postbacks();

create function queue_commission_postbacks() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where affiliate_id is not null and state = 'enabled' and program_id in (select program_id from changed)) then return null; end if;
  perform queue_postback(n.program_id, n.affiliate_id, 'postback.commission.payable', now(), n.test,
            postback_facts(o) || jsonb_build_object('commissionMinor', n.earned_minor - n.reversed_minor))
     from changed n
     join former f using (program_id, commission_key)
     join orders o on o.program_id = n.program_id and o.order_key = n.order_key
    where f.state <> 'payable' and n.state = 'payable' and f.state <> 'paid';
  return null;
end $$;
create trigger commission_is_posted_back after update on commissions referencing old table as former new table as changed
  for each statement execute function queue_commission_postbacks();

create function queue_payout_postbacks() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where affiliate_id is not null and state = 'enabled' and program_id in (select program_id from changed)) then return null; end if;
  perform queue_postback(n.program_id, n.affiliate_id, 'postback.payout.sent', coalesce(n.sent_at, now()), n.test,
            jsonb_build_object('amountMinor', n.amount_minor, 'currency', n.currency))
     from changed n
     join former f using (program_id, payout_key)
    where f.state <> 'sent' and n.state = 'sent';
  return null;
end $$;
create trigger payout_is_posted_back after update on payouts referencing old table as former new table as changed
  for each statement execute function queue_payout_postbacks();
