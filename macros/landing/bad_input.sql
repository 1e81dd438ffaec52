{#
    Ends the build with one line about something that the user can mend. The runner looks for
    the mark, prints the line alone and exits with 2.
#}
{% macro bad_input(line) %}
    {{ exceptions.raise_compiler_error('Bad input: ' ~ line) }}
{% endmacro %}
