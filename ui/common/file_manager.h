#pragma once
/// The desktop's file manager. Thread rule: GUI thread. Failure rule: where nothing opens the
/// folder a message is raised.

#include <filesystem>

#include "ui/common/messages.h"

namespace descry {

void showInFileManager(const std::filesystem::path& folder, Messages& messages);
/// Selects the file in its folder, where the desktop has a file manager that does; else opens the
/// folder.
void revealFile(const std::filesystem::path& file, Messages& messages);

}  // namespace descry
