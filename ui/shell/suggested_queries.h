#pragma once
/// Descriptions to begin with, for somebody who stands before the program for the first time: from
/// the captions of a gallery, else a few that suit any. Thread rule: reads the gallery, off the GUI
/// thread. Errors: the gallery's.

#include <QStringList>
#include <filesystem>

namespace descry {

/// At most `most`, each once, short enough to be read at a glance.
QStringList suggestedQueries(const std::filesystem::path& gallery, int most);
/// Where there are no captions.
QStringList commonQueries();

}  // namespace descry
