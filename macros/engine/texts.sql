{# Regular expressions. DuckDB: RE2, Spark: Java; patterns keep to what both understand. #}

{# Whether a pattern is found anywhere in a text. #}
{% macro matches(text, pattern) %}
    {{ return(adapter.dispatch('matches')(text, pattern)) }}
{% endmacro %}

{% macro duckdb__matches(text, pattern) -%}
    regexp_matches({{ text }}, {{ pattern }})
{%- endmacro %}

{# Java's $ also stands before a line break at the end. #}
{% macro spark__matches(text, pattern) -%}
    regexp_like({{ text }}, {{ pattern | replace("$'", "\\\\z'") }})
{%- endmacro %}


{# A text with something else in each place where a pattern is found. #}
{% macro replaced(text, pattern, by) %}
    {{ return(adapter.dispatch('replaced')(text, pattern, by)) }}
{% endmacro %}

{% macro duckdb__replaced(text, pattern, by) -%}
    regexp_replace({{ text }}, {{ pattern }}, {{ by }}, 'g')
{%- endmacro %}

{% macro spark__replaced(text, pattern, by) -%}
    regexp_replace({{ text }}, {{ pattern }}, {{ by }})
{%- endmacro %}


{#
    What is made of a text that has one of a few marks in it, else the text itself. Looking for
    the marks first costs DuckDB a fraction of a pattern; Spark would only have longer SQL.
#}
{% macro if_any_of(text, marks, made) %}
    {{ return(adapter.dispatch('if_any_of')(text, marks, made)) }}
{% endmacro %}

{% macro duckdb__if_any_of(text, marks, made) -%}
    case
        when {% for mark in marks -%}
            contains({{ text }}, {{ quoted(mark) }}){{ ' or ' if not loop.last }}
        {%- endfor %} then {{ made }}
        else {{ text }}
    end
{%- endmacro %}

{% macro spark__if_any_of(text, marks, made) -%}
    {{ made }}
{%- endmacro %}


{# Whether a text is there and is no pattern. #}
{% macro is_no_pattern(text) %}
    {{ return(adapter.dispatch('is_no_pattern')(text)) }}
{% endmacro %}

{% macro duckdb__is_no_pattern(text) -%}
    {{ text }} is not null and try(regexp_matches('', {{ text }})) is null
{%- endmacro %}

{% macro spark__is_no_pattern(text) -%}
    {{ text }} is not null
    and try_reflect('java.util.regex.Pattern', 'compile', {{ text }}) is null
{%- endmacro %}


{# The first group of a pattern in a text; an empty text where it is not found. #}
{% macro extract_first(text, pattern) -%}
    regexp_extract({{ text }}, '{{ pattern }}', 1)
{%- endmacro %}


{# The words of a text, one row each, for a select list. #}
{% macro words_of(text) %}{{ return(adapter.dispatch('words_of')(text)) }}{% endmacro %}

{% macro duckdb__words_of(text) -%}
    unnest(string_split({{ text }}, ' '))
{%- endmacro %}

{% macro spark__words_of(text) -%}
    explode(split({{ text }}, ' '))
{%- endmacro %}


{# A text as an SQL literal. DuckDB takes a backslash as it is, Spark as an escape. #}
{% macro quoted(text) %}{{ return(adapter.dispatch('quoted')(text)) }}{% endmacro %}

{% macro duckdb__quoted(text) -%}
    '{{ text | string | replace("'", "''") }}'
{%- endmacro %}

{% macro spark__quoted(text) -%}
    '{{ text | string | replace("\\", "\\\\") | replace("'", "\\'") }}'
{%- endmacro %}
