#pragma once
/// The workspaces of the program, with the network in them. Thread rule: GUI thread. Failure rule:
/// as the workspaces.

#include <memory>
#include <vector>

#include "ui/common/application_context.h"
#include "ui/shell/launch.h"
#include "ui/shell/workspace.h"

namespace descry {

/// Search comes first, and in a kiosk alone.
std::vector<std::unique_ptr<Workspace>> makeWorkspaces(ApplicationContext& context,
                                                       WindowMode mode);

}  // namespace descry
