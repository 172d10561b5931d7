#pragma once
/// Everything that lives as long as the program, put together in app/ and passed to the window and
/// its workspaces. Thread rule: GUI thread.

#include <filesystem>

#include "ui/common/background.h"
#include "ui/common/job_signals.h"
#include "ui/common/messages.h"
#include "ui/common/prompts.h"
#include "ui/common/settings.h"
#include "ui/common/theme.h"
#include "ui/common/thumbnail_cache.h"
#include "ui/common/workbench.h"

namespace descry {

struct ApplicationContext {
    Settings& settings;
    Theme& theme;
    Messages& messages;
    Background& background;
    JobSignals& jobs;
    Workbench& workbench;
    ThumbnailCache& thumbnails;
    Prompts& prompts;
    std::filesystem::path programFolder;  ///< Of the executable.
};

}  // namespace descry
