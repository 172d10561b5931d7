#pragma once
/// Decisions as Label Studio's JSON of annotated tasks, and back: a task for each pair, in it an
/// annotation for each annotator. What the annotators' names, verdicts, reasons, edits and notes
/// are called there is said by the labeling configuration, which lies beside an export. Thread
/// rule: pure functions. Errors: CorruptFile, InvalidInput naming file and task. Source:
/// labelstud.io/guide/task_format.

#include <string>
#include <string_view>
#include <vector>

#include "core/review/current_verdicts.h"

namespace descry {

/// `decisions` of one pair lie together.
std::string labelStudioTasks(const std::vector<const Decision*>& decisions);
/// The configuration (XML) of a project that shows and takes them.
std::string labelStudioConfig();

/// Annotations that were not cancelled. An annotation that names no annotator is by "Label Studio
/// user N" or the user's mail address. `name` opens every message.
std::vector<Decision> parseLabelStudioTasks(std::string_view text, std::string_view name);

}  // namespace descry
