-- Fails if a target would judge nothing: its KPI is not there, its band is upside down, it has a
-- segment of nothing, or something in its row could not be read.
select
    targets.kpi,
    targets.segment_by,
    targets.segment,
    targets.period_grain,
    targets.valid_from,
    targets.violation
from {{ ref('stg_reference__kpi_targets') }} as targets
left join {{ ref('kpi_catalogue') }} as catalogue on targets.kpi = catalogue.kpi
where
    catalogue.kpi is null
    or targets.violation is not null
    or targets.band_low > targets.band_high
    or (coalesce(targets.segment_by, 'all') = 'all')
    <> (coalesce(targets.segment, 'all') = 'all')
