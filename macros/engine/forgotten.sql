{#
    The list of people whom `commerce forget` took out, beside the working database: a row has
    the kind of what identified one (email, customer, visitor), its key, and the name instead.
#}

{# SQL for the list, with a key once; none where nobody was forgotten. #}
{% macro forgotten_people() %}{{ return(adapter.dispatch('forgotten_people')()) }}{% endmacro %}

{% macro duckdb__forgotten_people() %}
    {% if not forgotten_lists() %}{{ return(none) }}{% endif %}
    {{ return(
        '(select kind, key, max(name) as name from read_csv(' ~ quoted(escaped_path(forgotten_file()))
        ~ ", header = true, delim = ',', quote = '', columns = {'kind': 'varchar', 'key':"
        ~ " 'varchar', 'name': 'varchar'}) group by kind, key)"
    ) }}
{% endmacro %}

{# Nobody: check_forgotten refuses to build where there is a list. #}
{% macro spark__forgotten_people() %}{{ return(none) }}{% endmacro %}


{# The lists that a build would have to read. #}
{% macro forgotten_lists() %}{{ return(adapter.dispatch('forgotten_lists')()) }}{% endmacro %}

{% macro duckdb__forgotten_lists() %}
    {% set found = run_query(
        'select file from glob(' ~ quoted(escaped_path(forgotten_file())) ~ ')'
    ) %}
    {{ return(found.columns[0].values() | list) }}
{% endmacro %}

{#
    Those of any working database beside Spark's. A server on another machine can't look into
    this one's folder: there `commerce build` alone refuses.
#}
{% macro spark__forgotten_lists() %}
    {% if target.host != 'NA' %}{{ return([]) }}{% endif %}
    {% set place = env_var('COMMERCE_WAREHOUSE', 'warehouse/spark') %}
    {% set folder = modules.re.sub('[^/]*/*$', '', place) or '.' %}
    {% set found = run_query(
        'select path from binaryFile.`' ~ spark_paths([folder], together=false)[0]
        ~ "` with (pathGlobFilter = '*.forgotten', recursiveFileLookup = 'true')"
    ) %}
    {{ return(found.columns[0].values() | list) }}
{% endmacro %}


{# Where DuckDB's list is. #}
{% macro forgotten_file() %}
    {{ return(modules.re.sub('[.][^./]*$', '', target.path) ~ '.forgotten') }}
{% endmacro %}


{# What the list holds, as one text: tables are built again when it changes. #}
{% macro forgotten_version() %}
    {% if not forgotten_lists() %}{{ return('') }}{% endif %}
    {{ return(value_of(
        'select md5(content) from read_blob(' ~ quoted(escaped_path(forgotten_file())) ~ ')'
    )) }}
{% endmacro %}


{# A list that can't be used ends the build, or people would be taken in again. #}
{% macro check_forgotten() %}{{ return(adapter.dispatch('check_forgotten')()) }}{% endmacro %}

{% macro duckdb__check_forgotten() %}
    {% if forgotten_lists() %}
        {% set list = 'the list of forgotten people ' ~ forgotten_file() %}
        {% set damaged = list ~ " can't be read, or is damaged: put it back from a backup, or give"
            ~ ' it to whoever builds' %}
        {% set state = try_or_compiler_error(
            'Bad input: ' ~ damaged, value_of, forgotten_state()
        ) %}
        {% if state == 'damaged' %}{{ bad_input(damaged) }}{% endif %}
        {% if state == 'strange' %}
            {{ bad_input(list ~ ' was made with another salt: put that one back') }}
        {% endif %}
    {% endif %}
{% endmacro %}

{# A query for what can be wrong with the list. commerce/forgotten.py writes it, and asks too. #}
{% macro forgotten_state() -%}
    select
        case
            when not regexp_full_match(list, {{ quoted(
                'kind,key,name\n(salt,[0-9a-f]{64},\n)?'
                ~ '((email|customer|visitor),[0-9a-f]{64},[0-9a-z_]{34,64}\n)*'
            ) }}) then 'damaged'
            when contains(list, {{ quoted('\nsalt,') }})
                and not contains(list, concat({{ quoted('\nsalt,') }}, {{ forgotten_key("''") }}))
                then 'strange'
            else 'usable'
        end
    from (
        select decode(content) as list
        from read_blob({{ quoted(escaped_path(forgotten_file())) }})
    )
{%- endmacro %}

{% macro spark__check_forgotten() %}
    {% for list in forgotten_lists() %}
        {{ bad_input(
            'people are forgotten in ' ~ list ~ ', whom Spark would take in again: build on'
            ~ ' DuckDB, or in another folder'
        ) }}
    {% endfor %}
{% endmacro %}
