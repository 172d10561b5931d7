#pragma once
/// How the program was started: the command line `descry [GALLERY] [--bundle DIR] [--demo]
/// [--kiosk [--kiosk-idle SECONDS]]`, and where the demo lies. Thread rule: before the window is
/// there. Failure rule: a wrong command line is an answer to print, with the exit code.

#include <QString>
#include <QStringList>
#include <chrono>
#include <filesystem>
#include <optional>

namespace descry {

enum class WindowMode { Normal, Kiosk };

/// A kiosk begins again after that, if nobody touches it.
inline constexpr std::chrono::seconds kDefaultIdle{90};

struct Launch {
    std::optional<std::filesystem::path> gallery;
    std::optional<std::filesystem::path> bundle;
    bool demo = false;
    WindowMode mode = WindowMode::Normal;
    std::chrono::seconds idleAfter = kDefaultIdle;  ///< Kiosk, 5 s..1 h.
};

/// What is to be printed instead of opening a window.
struct LaunchAnswer {
    QString text;
    int exitCode = 0;  ///< 0 for --help and --version, 2 for a wrong command line.
};

struct ParsedLaunch {
    Launch launch;
    std::optional<LaunchAnswer> answer;
};

/// `arguments` begin with the program's name. Relative paths are made absolute by `folder`.
ParsedLaunch parseLaunch(const QStringList& arguments, const std::filesystem::path& folder);

/// Has CUDA looked for there, unless DESCRY_TORCH_DIR, which goes before the settings, already
/// names a folder. To be called before a model is asked for.
void nameTorchFolder(const QString& folder);

/// The folder with demo/bundle and demo/gallery: ../share/descry/demo beside the program's folder,
/// or resources/demo of the source tree it was built in. Absent if neither is whole.
std::optional<std::filesystem::path> findDemo(const std::filesystem::path& programFolder);

}  // namespace descry
