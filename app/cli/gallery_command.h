#pragma once
/// What the commands below `gallery` share. Thread rule: main thread.

#include <functional>
#include <string>

#include "app/cli/command.h"

namespace descry {

/// A subcommand whose first argument is a gallery's file; `body` gets it.
CLI::App* addGallerySubcommand(CLI::App& gallery,
                               CommandContext& context,
                               const std::string& name,
                               const std::string& description,
                               std::function<void(const std::string&)> body);

/// verify, remove, relocate, backup, restore, drop-tokens.
void addGalleryUpkeepCommands(CLI::App& gallery, CommandContext& context);

}  // namespace descry
