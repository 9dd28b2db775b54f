//! On a real disk: links, strange names, the lock.
