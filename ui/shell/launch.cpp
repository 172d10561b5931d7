#include "ui/shell/launch.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <system_error>

#include "core/base/version.h"
#include "core/model/fingerprint.h"
#include "core/model/torch_folder.h"
#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr int kBadUsage = 2;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::Launch)
};

bool isIdleTime(const QString& text) {
    bool isNumber = false;
    const int seconds = text.toInt(&isNumber);
    return isNumber && seconds >= 5 && seconds <= 3600;
}

/// The parser's own words, with an exit code.
LaunchAnswer badUsage(const QString& problem) {
    return {problem + QLatin1Char('\n') + Words::tr("Try descry --help."), kBadUsage};
}

}  // namespace

ParsedLaunch parseLaunch(const QStringList& arguments, const fs::path& folder) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        Words::tr("Finds a person in pictures by a written description."));
    parser.addPositionalArgument(
        QStringLiteral("GALLERY"), Words::tr("Gallery file to open"), QStringLiteral("[GALLERY]"));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  Words::tr("Say this and end"));
    const QCommandLineOption version(QStringLiteral("version"),
                                     Words::tr("Say the version and end"));
    const QCommandLineOption bundle(
        QStringLiteral("bundle"), Words::tr("Folder of the model to load"), QStringLiteral("DIR"));
    const QCommandLineOption demo(QStringLiteral("demo"),
                                  Words::tr("Open the demo gallery and model"));
    const QCommandLineOption kiosk(QStringLiteral("kiosk"),
                                   Words::tr("Full screen, nothing can be changed; "
                                             "Ctrl+Alt+Shift+Q ends it"));
    const QCommandLineOption kioskIdle(
        QStringLiteral("kiosk-idle"),
        Words::tr("With --kiosk: begin again after so long without a touch, 5 to 3600, usually 90"),
        QStringLiteral("SECONDS"));
    parser.addOptions({help, version, bundle, demo, kiosk, kioskIdle});

    ParsedLaunch parsed;
    if (!parser.parse(arguments)) {
        parsed.answer = badUsage(parser.errorText());
    } else if (parser.isSet(help)) {
        parsed.answer = LaunchAnswer{parser.helpText(), 0};
    } else if (parser.isSet(version)) {
        parsed.answer = LaunchAnswer{QStringLiteral("descry ") + QLatin1String(kVersion), 0};
    } else if (parser.positionalArguments().size() > 1) {
        parsed.answer = badUsage(Words::tr("One gallery can be opened at a time."));
    } else if (parser.isSet(kioskIdle) && !isIdleTime(parser.value(kioskIdle))) {
        parsed.answer = badUsage(Words::tr("--kiosk-idle takes 5 to 3600 seconds."));
    } else if (parser.isSet(kioskIdle) && !parser.isSet(kiosk)) {
        parsed.answer = badUsage(Words::tr("--kiosk-idle goes with --kiosk."));
    }
    if (parsed.answer) return parsed;

    for (const QString& gallery : parser.positionalArguments()) {
        parsed.launch.gallery = folder / toPath(gallery);
    }
    if (parser.isSet(bundle)) parsed.launch.bundle = folder / toPath(parser.value(bundle));
    parsed.launch.demo = parser.isSet(demo);
    parsed.launch.mode = parser.isSet(kiosk) ? WindowMode::Kiosk : WindowMode::Normal;
    if (parser.isSet(kioskIdle)) {
        parsed.launch.idleAfter = std::chrono::seconds(parser.value(kioskIdle).toInt());
    }
    return parsed;
}

void nameTorchFolder(const QString& folder) {
    if (!folder.isEmpty() && qEnvironmentVariableIsEmpty(kTorchFolderVariable)) {
        qputenv(kTorchFolderVariable, QFile::encodeName(folder));
    }
}

std::optional<fs::path> findDemo(const fs::path& programFolder) {
    for (const fs::path& place :
         {programFolder / "../share/descry/demo", programFolder / "../../../resources/demo"}) {
        std::error_code problem;
        const bool isWhole = fs::exists(place / "bundle" / kConfigFile, problem) &&
                             fs::is_directory(place / "gallery" / "imgs", problem);
        if (isWhole) return fs::weakly_canonical(place, problem);
    }
    return std::nullopt;
}

}  // namespace descry
