//! Paths inside volumes. `Err` says what they should be.

const RELATIVE: &str = "write a path that does not begin with `/`";
const NO_STEPS_BACK: &str = "write a path without `..`";

/// `validateLocalDescendingPath`: from a volume's root downwards.
pub fn descends(path: &str) -> Result<(), &'static str> {
    if path.starts_with('/') {
        return Err(RELATIVE);
    }
    goes_forward(path)
}

/// `validatePathNoBacksteps`.
pub fn goes_forward(path: &str) -> Result<(), &'static str> {
    if path.split('/').any(|part| part == "..") { Err(NO_STEPS_BACK) } else { Ok(()) }
}

/// `ValidateLocalNonReservedPath`: names that begin with two dots are the node agent's.
pub fn of_file(path: &str) -> Result<(), &'static str> {
    descends(path)?;
    if path.starts_with("..") { Err("write a name that does not begin with `..`") } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        assert!(descends("a/b..c/..d").is_ok() && descends("").is_ok());
        assert!(descends("/a").is_err() && descends("a/../b").is_err() && descends("..").is_err());
        assert!(goes_forward("/a/..b").is_ok() && goes_forward("/a/..").is_err());
        assert!(of_file("a/..b").is_ok() && of_file("..a").is_err());
    }
}
