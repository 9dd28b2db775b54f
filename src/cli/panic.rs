//! What is said when platc itself is wrong: that it is, and what to send us.

#![expect(clippy::disallowed_methods, reason = "a thread of the pool may have panicked: main would go on")]

use std::panic::PanicHookInfo;

/// From here on a panic says that it is a bug of platc, and the process ends with code 2.
pub fn install() {
    std::panic::set_hook(Box::new(|panic| {
        use std::io::Write;
        // Nobody may be reading; there is nothing left to do about it.
        let _ = std::io::stderr().lock().write_all(message(panic).as_bytes());
        #[expect(clippy::exit, reason = "a thread of the pool may have panicked: main would go on")]
        std::process::exit(2);
    }));
}

fn message(panic: &PanicHookInfo<'_>) -> String {
    let place = panic.location().map_or_else(String::new, |at| format!(" ({}:{})", at.file(), at.line()));
    let cause = panic.payload_as_str().unwrap_or("no reason given");
    format!(
        "error: platc {} has a bug: {}{place}\n  = note: nothing is wrong with your files; what was written is whole\n  \
         = help: report it with this message and the command you ran: {}/issues\n",
        env!("CARGO_PKG_VERSION"),
        super::escape::visible(cause),
        env!("CARGO_PKG_REPOSITORY"),
    )
}
