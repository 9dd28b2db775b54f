//! Numbers that may be percentages: `2`, `"25%"`.

use crate::syntax::{Node, Value};

/// So many, or so much of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    Number(i64),
    Percent(i64),
}

/// Why a value is no amount.
pub const AMOUNT: &str = "a number from 0, or a percentage such as `25%`";

impl Amount {
    /// `Err` where the API server takes it for none (`IsValidPercent`, `ValidatePositiveIntOrPercent`).
    pub fn read(node: &Node) -> Result<Amount, ()> {
        match &node.value {
            Value::Number(_) => node.as_i64().filter(|number| *number >= 0).map(Amount::Number).ok_or(()),
            Value::String(text) => {
                let digits = text.strip_suffix('%').ok_or(())?;
                let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                let number = is_number.then(|| digits.parse().unwrap_or(i64::MAX));
                number.map(Amount::Percent).ok_or(())
            }
            _ => Err(()),
        }
    }

    pub fn is_zero(self) -> bool {
        matches!(self, Amount::Number(0) | Amount::Percent(0))
    }

    /// Whether it is more than there can be.
    pub fn exceeds_all(self) -> bool {
        matches!(self, Amount::Percent(percent) if percent > 100)
    }
}
