{# Files: how the engine finds them and reads them. #}

{# Paths of a table's files, sorted: <landing>/<table>/*.<format>, or <landing>/<table>.<format>. #}
{% macro landing_files(table) %}
    {{ return(adapter.dispatch('landing_files')(table)) }}
{% endmacro %}

{% macro duckdb__landing_files(table) %}
    {% set stem = escaped_path(landing_folder() ~ '/' ~ table) %}
    {% set globs = [] %}
    {% for end in ['/*.parquet', '.parquet', '/*.csv', '.csv'] %}
        {% do globs.append('select file from glob(' ~ quoted(stem ~ end) ~ ')') %}
    {% endfor %}
    {% set found = run_query(globs | join(' union all ') ~ ' order by file') %}
    {{ return(found.columns[0].values() | list) }}
{% endmacro %}

{# Spark lists no folder in SQL, but a table of files has their paths; it does not open them. #}
{% macro spark__landing_files(table) %}
    {% set listed = run_query(
        'select path from binaryFile.`' ~ spark_paths([landing_folder()], together=false)[0]
        ~ "` with (recursiveFileLookup = 'true', pathGlobFilter = '*.{parquet,csv}')"
    ) %}
    {% set found = [] %}
    {% for path in listed.columns[0].values()
        if modules.re.match('.*/' ~ table ~ '(/[^/]+)?[.](parquet|csv)$', path)
    %}
        {% do found.append(path) %}
    {% endfor %}
    {{ return(found | sort) }}
{% endmacro %}


{# Those of a list of files that have a format. #}
{% macro files_of(files, format) %}
    {% set found = [] %}
    {% for file in files if file.endswith('.' ~ format) %}
        {% do found.append(file) %}
    {% endfor %}
    {{ return(found) }}
{% endmacro %}


{#
    SQL that reads files of one format, one text for all that can be read at once: their columns
    are put together by name. CSV is all text.
#}
{% macro read_files(files, format) %}
    {{ return(adapter.dispatch('read_files')(files, format)) }}
{% endmacro %}

{# DuckDB would take order #1001 for a comment, and lines before a longer one for no data. #}
{% macro duckdb__read_files(files, format) %}
    {% if format == 'parquet' %}
        {{ return(['read_parquet(' ~ file_list(files) ~ ', union_by_name = true)']) }}
    {% endif %}
    {{ return([
        'read_csv(' ~ file_list(files) ~ ", union_by_name = true, header = true, all_varchar = true,"
        ~ " delim = ',', quote = '\"', escape = '\"', nullstr = '', skip = 0, comment = '')"
    ]) }}
{% endmacro %}

{# Files as a list of texts, as DuckDB writes it. #}
{% macro file_list(files) -%}
    [{% for file in files %}{{ quoted(escaped_path(file)) }}{{ ', ' if not loop.last }}{% endfor %}]
{%- endmacro %}

{# DuckDB reads any path as a pattern: b*.csv would be bb.csv too. #}
{% macro escaped_path(path) %}
    {{ return(modules.re.sub('[*?[]', '[\\g<0>]', path)) }}
{% endmacro %}

{# Spark takes the columns of several CSV files by their place, so each is read alone. #}
{% macro spark__read_files(files, format) %}
    {% set options = {
        'parquet': "mergeSchema = 'true'",
        'csv': "header = 'true', multiLine = 'true', escape = '\"', mode = 'FAILFAST'",
    } %}
    {% set readers = [] %}
    {% for path in spark_paths(files, together=format == 'parquet') %}
        {% do readers.append(format ~ '.`' ~ path ~ '` with (' ~ options[format] ~ ')') %}
    {% endfor %}
    {{ return(readers) }}
{% endmacro %}

{#
    Spark reads any path as a pattern. Several files are one with their names in braces; a name
    that is itself a pattern must be escaped, which is not understood in braces: it stays alone.
#}
{% macro spark_paths(files, together) %}
    {% set paths, plain = [], [] %}
    {% for file in files | map('replace', '`', '``') %}
        {% set escaped = modules.re.sub('([][{}*?,^\\\\])', '\\\\\\1', file) %}
        {% do (plain if together and escaped == file else paths).append(escaped) %}
    {% endfor %}
    {% if plain | length > 1 %}
        {% set root = modules.re.match('([a-z0-9]+:(//[^/]*)?/)', plain[0])[1] %}
        {% do paths.append(root ~ '{' ~ plain | map('replace', root, '', 1) | join(',') ~ '}') %}
    {% else %}
        {% do paths.extend(plain) %}
    {% endif %}
    {{ return(paths) }}
{% endmacro %}


{# The file that a row was read from, as file_versions calls it. #}
{% macro file_of_row() %}{{ return(adapter.dispatch('file_of_row')()) }}{% endmacro %}

{% macro duckdb__file_of_row() %}{{ return('filename') }}{% endmacro %}

{% macro spark__file_of_row() %}{{ return('_metadata.file_path') }}{% endmacro %}


{#
    A query for files and what changes when their content does: landed_file, landed_version.
    Neither engine opens them for it.
#}
{% macro file_versions(files) %}{{ return(adapter.dispatch('file_versions')(files)) }}{% endmacro %}

{% macro duckdb__file_versions(files) -%}
    select
        filename as landed_file,
        concat(size, ' bytes, ', last_modified) as landed_version
    from read_blob({{ file_list(files) }})
{%- endmacro %}

{% macro spark__file_versions(files) -%}
    {%- for path in spark_paths(files, together=true) %}
    select
        _metadata.file_path as landed_file,
        concat(length, ' bytes, ', modificationTime) as landed_version
    from binaryFile.`{{ path }}`
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
