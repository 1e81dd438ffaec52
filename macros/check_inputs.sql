{#
    Runs before anything is built: options that make no sense and a landing folder that can't
    be read end the build here, with one line, before anything has changed.
#}
{% macro check_inputs() %}
    {% if execute %}
        {% do check_options() %}
        {% do check_salt() %}
        {% do check_forgotten() %}
        {% do check_warehouse() %}
        {% do check_landing() %}
    {% endif %}
{% endmacro %}


{# What was built by a version that read all events every time can't be added to. #}
{% macro check_warehouse() %}
    {% for node in graph.nodes.values()
        if node.name == 'int_web_events_judged' and not flags.FULL_REFRESH
    %}
        {% set kept = adapter.get_relation(node.database, node.schema, node.alias) %}
        {% if kept and 'built_in' not in
            adapter.get_columns_in_relation(kept) | map(attribute='name') | list
        %}
            {{ bad_input(
                'the warehouse is of an earlier version: build once with --full-refresh'
            ) }}
        {% endif %}
    {% endfor %}
{% endmacro %}


{# Options whose values make no sense. #}
{% macro check_options() %}
    {% for option in [
        'visit_timeout_minutes', 'return_window_days', 'ppc_window_days',
        'email_window_days', 'attribution_window_days', 'cart_abandon_hours', 'lookback_days',
        'audience_min_people', 'chat_answer_seconds', 'keep_builds',
    ] %}
        {% set value = var(option) %}
        {% if value is not integer or value is boolean or value < 0 %}
            {{ bad_option(option, 'must be a whole number, 0 or more') }}
        {% endif %}
    {% endfor %}
    {% for option in [
        'visit_split_midnight', 'visit_split_campaign', 'orders_exclude_cancelled',
        'funnel_ordered',
    ] %}
        {% if var(option) is not boolean %}
            {{ bad_option(option, 'must be true or false') }}
        {% endif %}
    {% endfor %}
    {% for option in ['store_hosts', 'required_expense_categories'] %}
        {% if var(option) is string or var(option) is mapping or var(option) is not iterable %}
            {{ bad_option(option, 'must be a list') }}
        {% endif %}
    {% endfor %}
    {% set share = var('max_uncosted_share') %}
    {% if share is not number or share is boolean or not (share >= 0 and share <= 1) %}
        {{ bad_option('max_uncosted_share', 'must be a number from 0 to 1') }}
    {% endif %}
    {% if not modules.re.match('[A-Z]{3}$', var('reporting_currency') | string) %}
        {{ bad_option('reporting_currency', 'must be an ISO 4217 code such as EUR') }}
    {% endif %}
    {% if not is_time_zone(var('store_timezone')) %}
        {{ bad_option('store_timezone', 'must be an IANA time zone such as Europe/Berlin') }}
    {% endif %}
    {% if var('as_of') and not is_moment(var('as_of')) %}
        {{ bad_option('as_of', 'must be a date, or a UTC timestamp YYYY-MM-DD HH:MM:SS') }}
    {% endif %}
    {% if var('rebuild_from') and not modules.re.match(
        '[0-9]{4}-[0-9]{2}-[0-9]{2}$', var('rebuild_from') | string
    ) %}
        {{ bad_option('rebuild_from', 'must be a date YYYY-MM-DD') }}
    {% endif %}
    {% do check_file_format() %}
    {% do check_systems() %}
{% endmacro %}


{# What dbt_project.yml says under `vars` does not reach the settings of its models. #}
{% macro check_file_format() %}
    {% set known = ['parquet', 'delta', 'iceberg'] %}
    {% if var('file_format') not in known %}
        {{ bad_option('file_format', 'must be one of ' ~ known | join(', ')) }}
    {% endif %}
    {% for node in graph.nodes.values() if node.resource_type == 'seed' %}
        {% if node.config.file_format != var('file_format') %}
            {{ bad_option('file_format', 'can be given by --vars alone') }}
        {% endif %}
    {% endfor %}
{% endmacro %}


{# Each entity of the option `systems` is one of the contract. #}
{% macro check_systems() %}
    {% for entity in var('systems') if entity not in entities() %}
        {{ bad_option('systems', "'" ~ entity ~ "' is not a table of the landing contract") }}
    {% endfor %}
{% endmacro %}


{% macro bad_option(option, rule) %}
    {{ bad_input("var '" ~ option ~ "' is " ~ var(option) ~ ", but " ~ rule) }}
{% endmacro %}
