{# When a new visit begins, besides at a visitor's first event. #}
{% macro starts_visit() -%}
    occurred_at > previous_at + interval {{ var('visit_timeout_minutes') }} minute
    {%- if var('visit_split_midnight') %}
    or {{ local_date('occurred_at') }} <> {{ local_date('previous_at') }}
    {%- endif %}
    {%- if var('visit_split_campaign') %}
    or {{ campaign_signature() }} <> campaign_before
    {%- endif %}
{%- endmacro %}


{# The moment from which on a visit's last event may be continued on a day (UTC). #}
{% macro reaches_into(day) -%}
    timestamp '{{ day }} 00:00:00' - interval {{ var('visit_timeout_minutes') }} minute
{%- endmacro %}


{#
    The campaign that a visitor's events before this one last named, where it matters
    (var visit_split_campaign).
#}
{% macro campaign_before() -%}
    {%- if var('visit_split_campaign') -%}
    coalesce(
        {{ last_known(
            campaign_signature(),
            by='visitor_id',
            order='occurred_at, event_id',
            up_to='1 preceding',
        ) }},
        ''
    )
    {%- else -%}
    cast(null as string)
    {%- endif -%}
{%- endmacro %}


{# What names a campaign, in one text; NULL for an event that names none. #}
{% macro campaign_signature() -%}
    case
        when coalesce(utm_source, utm_medium, utm_campaign, click_id_kind) is not null
        then concat(
            coalesce(utm_source, ''), '|', coalesce(utm_medium, ''), '|',
            coalesce(utm_campaign, ''), '|', coalesce(click_id_kind, '')
        )
    end
{%- endmacro %}


{#
    The host of an address: lower case, without port; NULL where there is none. Without a
    scheme (www.partner.com/page) it must look like a host.
#}
{% macro host_of(address) -%}
    coalesce(
        nullif(
            {{ extract_first(
                'lower(' ~ address ~ ')',
                '^(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?([^/:?#]+)',
            ) }},
            ''
        ),
        nullif(
            {{ extract_first(
                'lower(' ~ address ~ ')',
                '^((?:[a-z0-9-]+[.])+[a-z]{2,})(?::[0-9]+)?(?:[/?#].*)?$',
            ) }},
            ''
        )
    )
{%- endmacro %}


{# The shop's own hosts (var store_hosts) as a list for `in`. #}
{% macro store_hosts() -%}
    (
        {%- for host in var('store_hosts') or [''] -%}
        {{ quoted(host) }}{{ ', ' if not loop.last }}
        {%- endfor -%}
    )
{%- endmacro %}


{#
    Whether a visit is a touch of an order: it starts within a window (a var, in days) before
    the order, or is the order's own, whenever that starts. Reads orders, matches and visits.
#}
{% macro is_touch(window) -%}
    (
        matches.visit_id = visits.visit_id
        or (
            orders.placed_at > visits.started_at
            and orders.placed_at - interval {{ var(window) * 24 }} hour <= visits.started_at
        )
    )
{%- endmacro %}


{#
    The channels that an owner pays for by the click, as a list for `in`.
#}
{% macro ppc_channels() -%}
    (
        'Paid Search', 'Paid Shopping', 'Paid Social', 'Paid Video', 'Display',
        'Paid Other', 'Cross-network'
    )
{%- endmacro %}


{# Whether a visit is engaged, as in GA4: 10 seconds, two pages, or an order. #}
{% macro is_engaged(has_order) -%}
    visits.duration_seconds >= 10
    or visits.page_views >= 2
    or {{ has_order }}
{%- endmacro %}
