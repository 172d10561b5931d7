#pragma once
/// Tells ThreadSanitizer what Qt hands from one thread to another, by posted calls and by its pools
/// of threads: Qt is not built with it, so that its locks are not seen, and what they protect would
/// be taken for races. Does nothing in other builds. Thread rule: any. Failure rule: none.

namespace descry::test {

/// Before an event is delivered: what was posted until now happened before it.
void takeOver();

}  // namespace descry::test
