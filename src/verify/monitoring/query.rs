//! Whether a text is a query that Prometheus can read. The one door to `promql_parser`.

/// Why Prometheus cannot read a query, in the parser's words.
pub fn mistake(query: &str) -> Option<String> {
    let wrong = promql_parser::parser::parse(query).err()?;
    let line = wrong.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it cannot be read");
    Some(line.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_prometheus_reads_is_fine() {
        for good in [
            "up == 0",
            "sum by (job) (rate(http_requests_total{code=~\"5..\"}[5m])) / 2",
            "histogram_quantile(0.99, sum(rate(x_bucket[5m])) by (le))",
            "max_over_time(up[1h:5m] offset 1d)",
            "vector(1)",
        ] {
            assert_eq!(mistake(good), None, "{good}");
        }
        for bad in ["", "sum(rate(x[5m])", "rate(x)", "x{a=b}", "up ==", "5 5"] {
            assert!(mistake(bad).is_some(), "{bad}");
        }
    }
}
